using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>TLBI in the guest's name: Metal/cpu.S.</summary>
public sealed class MetalGuestTlb : IGuestTlb
{
    /// <inheritdoc/>
    public void Invalidate(TlbInvalidation invalidation, ulong operand) => InvalidateGuest(invalidation.Number, operand);

    [RuntimeImport("*", "asm_tlb_invalidate_guest")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void InvalidateGuest(ulong number, ulong operand);
}
