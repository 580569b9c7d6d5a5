namespace Pilevisor.Kernel;

/// <summary>What an address translation instruction found: PAR_EL1 (Arm ARM, D19.2.114).</summary>
/// <param name="Bits">The register's value.</param>
public readonly struct AddressTranslation(ulong Bits)
{
    private const ulong AddressMask = 0x000f_ffff_ffff_f000;

    /// <summary>The register's value.</summary>
    public ulong Bits { get; } = Bits;

    /// <summary>F: the translation aborted, and there is no address.</summary>
    public bool HasFailed => (Bits & 1) != 0;

    /// <summary>FST: why it failed, as a fault status code (DFSC).</summary>
    public uint FaultStatus => (uint)(Bits >> 1) & 0x3f;

    /// <summary>S: what failed is stage 2 of the walk, and not the guest's own translation.</summary>
    public bool HasFailedAtStage2 => (Bits & (1 << 9)) != 0;

    /// <summary>PA: the page the address lies in.</summary>
    public ulong Page => Bits & AddressMask;
}
