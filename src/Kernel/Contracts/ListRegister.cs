namespace Pilevisor.Kernel;

/// <summary>
/// A virtual interrupt in a list register, whatever the controller. The layout is that of ICH_LR&lt;n&gt;_EL2 (IHI 0069, 12.4.8), with which GICv3 has nothing to translate, and a field for what only GICv2 has: see
/// <see cref="Sender"/>. A driver for another controller translates.
/// </summary>
/// <param name="Bits">The register's value.</param>
public readonly struct ListRegister(ulong Bits)
{
    private const ulong PendingBit = 1ul << 62;
    private const ulong ActiveBit = 1ul << 63;
    private const ulong HardwareBit = 1ul << 61;
    private const ulong Group1Bit = 1ul << 60;
    private const ulong EndOfInterruptBit = 1ul << 41;

    // Where a software interrupt has no physical INTID.
    private const int SenderShift = 32;

    /// <summary>The register's value.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>An empty list register.</summary>
    public static ListRegister Empty => new(0);

    /// <summary>The virtual INTID.</summary>
    public InterruptId Interrupt => new((uint)Bits);

    /// <summary>Its priority: 0 is the highest.</summary>
    public byte Priority => (byte)(Bits >> 48);

    /// <summary>Whether it is pending.</summary>
    public bool IsPending => (Bits & PendingBit) != 0;

    /// <summary>Whether it is active.</summary>
    public bool IsActive => (Bits & ActiveBit) != 0;

    /// <summary>Whether the register holds an interrupt at all.</summary>
    public bool IsValid => (Bits & (PendingBit | ActiveBit)) != 0;

    /// <summary>Whether deactivation by the guest deactivates a physical interrupt too.</summary>
    public bool IsHardware => (Bits & HardwareBit) != 0;

    /// <summary>Whether the end of an interrupt that is tied to no physical one causes a maintenance interrupt.</summary>
    public bool Notifies => !IsHardware && (Bits & EndOfInterruptBit) != 0;

    /// <summary>The physical interrupt that one <see cref="IsHardware"/> is tied to.</summary>
    public InterruptId Physical => new((uint)(Bits >> 32) & 0x1fff);

    /// <summary>The CPU interface that sent an SGI, 0 to 7, where SGIs have a sender (GICv2: GICC_IAR.CPUID); otherwise 0.</summary>
    public int Sender => (int)(Bits >> SenderShift) & 7;

    /// <summary>A pending Group 1 interrupt that hypervisor software made; with <paramref name="notify"/> its end causes a maintenance interrupt.</summary>
    public static ListRegister Software(InterruptId interrupt, byte priority, bool notify) =>
        new(PendingBit | Group1Bit | ((ulong)priority << 48) | (notify ? EndOfInterruptBit : 0) | interrupt.Value);

    /// <summary>A pending Group 1 interrupt tied to physical interrupt <paramref name="physical"/>, which the guest's deactivation deactivates.</summary>
    public static ListRegister Hardware(InterruptId interrupt, byte priority, InterruptId physical) =>
        new(PendingBit | Group1Bit | HardwareBit | ((ulong)priority << 48) | ((ulong)physical.Value << 32) | interrupt.Value);

    /// <summary>Whether it is in Group 1, which signals as IRQ; Group 0 signals as FIQ.</summary>
    public bool IsGroup1 => (Bits & Group1Bit) != 0;

    /// <summary>The same in another group.</summary>
    public ListRegister WithGroup(bool isGroup1) => new(isGroup1 ? Bits | Group1Bit : Bits & ~Group1Bit);

    /// <summary>The same, an SGI that software made, from <paramref name="sender"/>, 0 to 7.</summary>
    public ListRegister From(int sender) => new(Bits | ((ulong)(uint)sender << SenderShift));

    /// <summary>The same with another state.</summary>
    public ListRegister WithState(bool pending, bool active) => new((Bits & ~(PendingBit | ActiveBit)) | (pending ? PendingBit : 0) | (active ? ActiveBit : 0));
}
