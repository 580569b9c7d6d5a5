using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>TLB maintenance by the instructions of the architecture, under the one VMID there is.</summary>
public sealed class MetalStage2Tlb(ICpuTopology topology) : IStage2Tlb
{
    /// <inheritdoc/>
    public void Invalidate(GranuleNumber first, uint pages)
    {
        if (topology.CpuCount == 1) InvalidatePagesLocal(first.Value, pages);
        else InvalidatePages(first.Value, pages);
    }

    /// <inheritdoc/>
    public void InvalidateAll() => InvalidateEverything();

    /// <inheritdoc/>
    public void Relax(GranuleNumber page) => RelaxPage(page.Value);

    /// <inheritdoc/>
    public void Publish() => PublishDescriptor();

    [RuntimeImport("*", "asm_tlb_invalidate_pages")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void InvalidatePages(ulong first, ulong pages);

    [RuntimeImport("*", "asm_tlb_invalidate_pages_local")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void InvalidatePagesLocal(ulong first, ulong pages);

    [RuntimeImport("*", "asm_tlb_invalidate_all")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void InvalidateEverything();

    [RuntimeImport("*", "asm_tlb_relax_page")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void RelaxPage(ulong page);

    [RuntimeImport("*", "asm_publish_descriptor")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void PublishDescriptor();
}
