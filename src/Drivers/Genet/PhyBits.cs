namespace Pilevisor.Drivers;

/// <summary>Bits of the registers of <see cref="PhyRegister"/>.</summary>
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

    /// <summary>Advertisement: 10BASE-T full duplex.</summary>
    public const ushort Full10 = 1 << 6;

    /// <summary>Advertisement: IEEE 802.3.</summary>
    public const ushort Ethernet = 1 << 0;

    /// <summary>1000BASE-T control: 1000BASE-T full duplex.</summary>
    public const ushort Full1000 = 1 << 9;

    /// <summary>MMD access control: data, without going on to the next register.</summary>
    public const ushort MmdIsData = 1 << 14;

    /// <summary>MMD access control: auto-negotiation's registers.</summary>
    public const ushort MmdNegotiation = 7;

    /// <summary>The register there that says at which speeds Energy Efficient Ethernet is offered.</summary>
    public const ushort EnergyAdvertisement = 60;

    /// <summary>Auxiliary control: shadow register 7, miscellaneous.</summary>
    public const ushort Miscellaneous = 7;

    /// <summary>Auxiliary control: where the number stands of the shadow register that the next read returns.</summary>
    public const int AuxiliaryReadShift = 12;

    /// <summary>Miscellaneous: this write counts.</summary>
    public const ushort MiscellaneousWrite = 1 << 15;

    /// <summary>Miscellaneous: the PHY delays the receive clock (RGMII RXC to RXD skew).</summary>
    public const ushort ReceiveDelay = 1 << 8;

    /// <summary>Auxiliary status: what negotiation came to.</summary>
    public const ushort Outcome = 7 << 8;

    /// <summary>1000BASE-T full duplex.</summary>
    public const ushort OutcomeFull1000 = 7 << 8;

    /// <summary>100BASE-TX full duplex.</summary>
    public const ushort OutcomeFull100 = 5 << 8;

    /// <summary>10BASE-T full duplex.</summary>
    public const ushort OutcomeFull10 = 2 << 8;

    /// <summary>Shadow: a write.</summary>
    public const ushort ShadowWrite = 1 << 15;

    /// <summary>Shadow: where the register's number stands.</summary>
    public const int ShadowShift = 10;

    /// <summary>Shadow: the data's bits.</summary>
    public const ushort ShadowData = 0x3ff;

    /// <summary>Shadow: register 3, clock alignment.</summary>
    public const ushort ClockAlignment = 3;

    /// <summary>Clock alignment: the PHY delays the transmit clock (GTXCLK).</summary>
    public const ushort TransmitDelay = 1 << 9;
}
