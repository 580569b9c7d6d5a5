using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>DMB over the outer shareable domain: Metal/dma.S.</summary>
public sealed class MetalDmaBarriers : IDmaBarriers
{
    /// <inheritdoc/>
    public void Read() => DmbOshld();

    /// <inheritdoc/>
    public void Write() => DmbOshst();

    /// <inheritdoc/>
    public void Full() => DmbOsh();

    [RuntimeImport("*", "asm_dmb_oshld")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void DmbOshld();

    [RuntimeImport("*", "asm_dmb_oshst")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void DmbOshst();

    [RuntimeImport("*", "asm_dmb_osh")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void DmbOsh();
}
