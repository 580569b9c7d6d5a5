using System;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A CPU for each thread of a test: for what several CPUs do at once.</summary>
public sealed class ThreadProcessor : IProcessor
{
    [ThreadStatic]
    private static int s_cpu;

    /// <inheritdoc/>
    public CpuIndex Current => new(s_cpu);

    /// <summary>The calling thread is CPU <paramref name="cpu"/> from now on.</summary>
    public static void RunOn(int cpu) => s_cpu = cpu;

    /// <inheritdoc/>
    public void WaitForInterrupt() => Relax();

    /// <inheritdoc/>
    public void Relax() => System.Threading.Thread.Yield();
}
