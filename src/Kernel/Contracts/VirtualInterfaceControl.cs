namespace Pilevisor.Kernel;

/// <summary>The guest's controls of its CPU interface, in the layout of ICH_VMCR_EL2 (IHI 0069, 12.4.11): what ICC_PMR, ICC_BPR, ICC_IGRPEN and ICC_CTLR hold. GICH_VMCR (IHI 0048B, 5.3.3) has the same fields at the same places, of the priority mask the five highest bits.</summary>
/// <param name="Bits">The register's value.</param>
public readonly struct VirtualInterfaceControl(ulong Bits)
{
    private const int CommonBinaryPointBit = 4;
    private const int EndOfInterruptModeBit = 9;
    private const int BinaryPoint1Shift = 18;
    private const int BinaryPoint0Shift = 21;
    private const int PriorityMaskShift = 24;

    /// <summary>The register's value.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>ICC_CTLR_EL1.CBPR: Group 0's binary point counts for Group 1 too.</summary>
    public bool HasCommonBinaryPoint => ((Bits >> CommonBinaryPointBit) & 1) != 0;

    /// <summary>ICC_CTLR_EL1.EOImode: ends of interrupts only drop the priority, ICC_DIR_EL1 deactivates.</summary>
    public bool SplitsDeactivation => ((Bits >> EndOfInterruptModeBit) & 1) != 0;

    /// <summary>ICC_PMR_EL1: only what has a higher priority, a lower number, is signalled.</summary>
    public byte PriorityMask => (byte)(Bits >> PriorityMaskShift);

    /// <summary>ICC_IGRPEN0_EL1 or ICC_IGRPEN1_EL1.</summary>
    public bool IsEnabled(bool isGroup1) => ((Bits >> (isGroup1 ? 1 : 0)) & 1) != 0;

    /// <summary>The binary point field of a group, whatever CBPR says.</summary>
    public int BinaryPoint(bool isGroup1) => (int)(Bits >> (isGroup1 ? BinaryPoint1Shift : BinaryPoint0Shift)) & 7;

    /// <summary>The bits of a priority that count for preemption in a group (IHI 0069, 4.8.3): its group priority.</summary>
    public byte GroupPriorityMask(bool isGroup1) =>
        (byte)(isGroup1 && !HasCommonBinaryPoint ? 0xff << BinaryPoint(true) : 0xff << (BinaryPoint(false) + 1));

    /// <summary>The same with another ICC_PMR_EL1.</summary>
    public VirtualInterfaceControl WithPriorityMask(byte mask) => With(PriorityMaskShift, 0xff, mask);

    /// <summary>The same with a group enabled or not.</summary>
    public VirtualInterfaceControl WithEnabled(bool isGroup1, bool enabled) => With(isGroup1 ? 1 : 0, 1, enabled ? 1u : 0);

    /// <summary>The same with another binary point of a group, 0 to 7.</summary>
    public VirtualInterfaceControl WithBinaryPoint(bool isGroup1, int point) => With(isGroup1 ? BinaryPoint1Shift : BinaryPoint0Shift, 7, (uint)point);

    /// <summary>The same with another ICC_CTLR_EL1: its EOImode and CBPR.</summary>
    public VirtualInterfaceControl WithControl(bool splitsDeactivation, bool hasCommonBinaryPoint) =>
        With(EndOfInterruptModeBit, 1, splitsDeactivation ? 1u : 0).With(CommonBinaryPointBit, 1, hasCommonBinaryPoint ? 1u : 0);

    private VirtualInterfaceControl With(int shift, ulong mask, ulong value) => new((Bits & ~(mask << shift)) | (value << shift));
}
