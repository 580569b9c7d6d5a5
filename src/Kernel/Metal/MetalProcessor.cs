using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The CPU this code runs on. TPIDR_EL2 points to its CpuBlock, whose first word is its index.</summary>
public sealed class MetalProcessor : IProcessor
{
    /// <inheritdoc/>
    public CpuIndex Current => new(Index());

    /// <inheritdoc/>
    public void WaitForInterrupt() => Wait();

    /// <inheritdoc/>
    public void Relax() => Yield();

    [RuntimeImport("*", "asm_cpu_index")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern int Index();

    [RuntimeImport("*", "asm_wait_for_interrupt")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Wait();

    [RuntimeImport("*", "asm_yield")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Yield();
}
