using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The calling CPU's q8 to q15 and q18 to q31.</summary>
public sealed unsafe class MetalGuestSimd : IGuestSimd
{
    /// <inheritdoc/>
    public void Complete(ref TrapFrame frame) => Save((TrapFrame*)Unsafe.AsPointer(ref frame));

    /// <inheritdoc/>
    public void Restore(in TrapFrame frame) => Restore((TrapFrame*)Unsafe.AsPointer(ref Unsafe.AsRef(in frame)));

    [RuntimeImport("*", "asm_save_other_simd_registers")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Save(TrapFrame* frame);

    [RuntimeImport("*", "asm_restore_other_simd_registers")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Restore(TrapFrame* frame);
}
