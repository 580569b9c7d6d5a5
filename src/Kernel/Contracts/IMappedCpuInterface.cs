namespace Pilevisor.Kernel;

/// <summary>A virtual CPU interface that is memory (GICv2's GICV_*, IHI 0048B, 5.5): where a guest finds its own once stage 2 maps it there. Every CPU finds its own registers at the same address.</summary>
public interface IMappedCpuInterface
{
    /// <summary>GICV_CTLR, at the start of a page of 4 KiB that holds all registers but GICV_DIR.</summary>
    PhysicalAddress Registers { get; }
}
