namespace Pilevisor.Virtualization;

/// <summary>Interrupt groups, in the layout of GICD_CTLR.EnableGrp0 and EnableGrp1 (IHI 0069, 12.9.4): bit 0 for Group 0, bit 1 for Group 1.</summary>
/// <param name="Bits">The bits; others are ignored.</param>
public readonly struct GroupSet(uint Bits)
{
    /// <summary>The two bits.</summary>
    public uint Bits { get; } = Bits & 3;

    /// <summary>Whether Group 1, or Group 0, is a member.</summary>
    public bool Has(bool isGroup1) => (Bits & (isGroup1 ? 2u : 1u)) != 0;
}
