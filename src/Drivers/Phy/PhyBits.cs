namespace Pilevisor.Drivers;

/// <summary>Bits of the registers of <see cref="PhyRegister"/> that IEEE 802.3, clause 22.2.4, has.</summary>
internal static class PhyBits
{
    /// <summary>Control: resets the PHY, and stays set until that is done.</summary>
    public const ushort Reset = 1 << 15;

    /// <summary>Control: auto-negotiation.</summary>
    public const ushort Negotiate = 1 << 12;

    /// <summary>Control: begin to negotiate again.</summary>
    public const ushort NegotiateAgain = 1 << 9;

    /// <summary>Status: negotiated.</summary>
    public const ushort HasNegotiated = 1 << 5;

    /// <summary>Status: the link is up, and was since this register was read last.</summary>
    public const ushort HasLink = 1 << 2;

    /// <summary>Advertisement: 100BASE-TX full duplex.</summary>
    public const ushort Full100 = 1 << 8;

    /// <summary>Advertisement: 100BASE-TX half duplex.</summary>
    public const ushort Half100 = 1 << 7;

    /// <summary>Advertisement: 10BASE-T full duplex.</summary>
    public const ushort Full10 = 1 << 6;

    /// <summary>Advertisement: IEEE 802.3.</summary>
    public const ushort Ethernet = 1 << 0;

    /// <summary>1000BASE-T control: 1000BASE-T full duplex.</summary>
    public const ushort Full1000 = 1 << 9;

    /// <summary>1000BASE-T status: the other end has 1000BASE-T full duplex.</summary>
    public const ushort PartnerFull1000 = 1 << 11;

    /// <summary>MMD access control: data, without going on to the next register.</summary>
    public const ushort MmdIsData = 1 << 14;

    /// <summary>MMD access control: auto-negotiation's registers.</summary>
    public const ushort MmdNegotiation = 7;

    /// <summary>The register there that says at which speeds Energy Efficient Ethernet is offered.</summary>
    public const ushort EnergyAdvertisement = 60;
}
