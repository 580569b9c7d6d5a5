namespace Pilevisor.Drivers;

/// <summary>Bits of the registers of <see cref="PhyRegister"/> that are Broadcom's.</summary>
internal static class Bcm54213Bits
{
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
