namespace Pilevisor.Kernel;

/// <summary>A physical CPU of this machine, numbered from 0 (the CPU that booted) in device-tree order.</summary>
/// <param name="Value">0 to <see cref="MaximumCpus"/> - 1.</param>
public readonly struct CpuIndex(int Value) : IText
{
    /// <summary>The most CPUs of one machine that are used; further ones stay off.</summary>
    public const int MaximumCpus = 16;

    /// <summary>The number of the CPU.</summary>
    public int Value { get; } = Value;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("cpu ");
        text.AppendFormatted((uint)Value);
    }
}
