namespace Pilevisor.Kernel;

/// <summary>One <typeparamref name="T"/> for each physical CPU, built at boot by the image's wiring.</summary>
/// <typeparam name="T">A component registered with [PerCpu].</typeparam>
/// <param name="processor">The CPU that asks.</param>
/// <param name="components">One a CPU, by index.</param>
public sealed class PerCpu<T>(IProcessor processor, T[] components)
    where T : class
{
    /// <summary>How many CPUs there are.</summary>
    public int Count => components.Length;

    /// <summary>The calling CPU's own.</summary>
    public T Current => components[processor.Current.Value];

    /// <summary>The one of <paramref name="cpu"/>.</summary>
    public T this[CpuIndex cpu] => components[cpu.Value];
}
