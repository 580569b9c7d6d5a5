namespace Pilevisor.Drivers;

/// <summary>Bits of the registers of <see cref="GenetRegister"/>.</summary>
internal static class GenetBits
{
    /// <summary>SYS_REV_CTRL: where the major version stands, four bits.</summary>
    public const int MajorShift = 24;

    /// <summary>What GENET v5 says there.</summary>
    public const uint MajorVersion5 = 6;

    /// <summary>SYS_PORT_CTRL, PORT_MODE_EXT_GPHY: a gigabit PHY outside, by RGMII.</summary>
    public const uint PortExternalGigabitPhy = 3;

    /// <summary>SYS_RBUF_FLUSH_CTRL: empties the receive buffer while it is set.</summary>
    public const uint FlushReceiveBuffer = 1 << 0;

    /// <summary>SYS_RBUF_FLUSH_CTRL: keeps the MAC in reset while it is set.</summary>
    public const uint ResetMac = 1 << 1;

    /// <summary>EXT_RGMII_OOB_CTRL, RGMII_LINK: the link is up.</summary>
    public const uint RgmiiLink = 1 << 4;

    /// <summary>EXT_RGMII_OOB_CTRL, OOB_DISABLE: no status in band.</summary>
    public const uint RgmiiOutOfBandDisable = 1 << 5;

    /// <summary>EXT_RGMII_OOB_CTRL, RGMII_MODE_EN: the RGMII is used.</summary>
    public const uint RgmiiEnable = 1 << 6;

    /// <summary>EXT_RGMII_OOB_CTRL, ID_MODE_DIS: the MAC does not delay its transmit clock.</summary>
    public const uint RgmiiNoTransmitDelay = 1 << 16;

    /// <summary>INTRL2_0, RXDMA_MBDONE: ring 16 has received.</summary>
    public const uint InterruptReceived = 1 << 13;

    /// <summary>All of INTRL2's interrupts.</summary>
    public const uint InterruptAll = 0xffff_ffff;

    /// <summary>RBUF_CTRL and TBUF_CTRL, 64B_EN: 64 bytes of status stand before each frame.</summary>
    public const uint StatusBlock = 1 << 0;

    /// <summary>RBUF_CTRL, ALIGN_2B: two bytes of zero stand before each received frame, so that what follows its Ethernet header is aligned.</summary>
    public const uint ReceiveAlign2 = 1 << 1;

    /// <summary>RBUF_CHK_CTRL, RXCHK_EN.</summary>
    public const uint ReceiveCheckEnable = 1 << 0;

    /// <summary>RBUF_ENERGY_CTRL and TBUF_ENERGY_CTRL, EEE_EN and PM_EN.</summary>
    public const uint BufferEnergyEnable = 3;

    /// <summary>UMAC_EEE_CTRL, EEE_EN.</summary>
    public const uint MacEnergyEnable = 1 << 3;

    /// <summary>UMAC_CMD, TX_EN.</summary>
    public const uint MacTransmitEnable = 1 << 0;

    /// <summary>UMAC_CMD, RX_EN.</summary>
    public const uint MacReceiveEnable = 1 << 1;

    /// <summary>UMAC_CMD: where the speed stands: 0 is 10, 1 is 100, 2 is 1000 Mbit/s.</summary>
    public const int MacSpeedShift = 2;

    /// <summary>UMAC_CMD, RX_PAUSE_IGNORE: pause frames do not stop it.</summary>
    public const uint MacIgnoreReceivedPause = 1 << 8;

    /// <summary>UMAC_CMD, SW_RESET.</summary>
    public const uint MacReset = 1 << 13;

    /// <summary>UMAC_CMD, LCL_LOOP_EN: loops back, so that there is a receive clock without a PHY.</summary>
    public const uint MacLoopback = 1 << 15;

    /// <summary>UMAC_CMD, TX_PAUSE_IGNORE: it sends no pause frames.</summary>
    public const uint MacIgnoreTransmitPause = 1 << 28;

    /// <summary>UMAC_MIB_CTRL: counters of what was received, of runts and of what was sent.</summary>
    public const uint MacCountersAll = 7;

    /// <summary>UMAC_MDIO_CMD, START_BUSY: begins the access, and stays set until it is done.</summary>
    public const uint MdioBusy = 1 << 29;

    /// <summary>UMAC_MDIO_CMD, READ_FAIL: no PHY has answered.</summary>
    public const uint MdioReadFailed = 1 << 28;

    /// <summary>UMAC_MDIO_CMD: a read.</summary>
    public const uint MdioRead = 2 << 26;

    /// <summary>UMAC_MDIO_CMD: a write.</summary>
    public const uint MdioWrite = 1 << 26;

    /// <summary>UMAC_MDIO_CMD: where the PHY's address stands.</summary>
    public const int MdioPhyShift = 21;

    /// <summary>UMAC_MDIO_CMD: where the register's number stands.</summary>
    public const int MdioRegisterShift = 16;

    /// <summary>UMAC_MDF_CTRL: how many entries the filter has; entry 0 is the topmost bit.</summary>
    public const int FilterEntries = 17;
}
