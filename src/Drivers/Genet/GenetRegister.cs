namespace Pilevisor.Drivers;

/// <summary>
/// Offsets of the GENET's registers outside its DMA engines (Broadcom's "Gigabit Ethernet controller", version 5, as its public drivers describe it: bcmgenet in Linux and U-Boot, if_genet in FreeBSD).
/// The blocks are SYS at 0, EXT at 0x80, INTRL2 at 0x200 and 0x240, RBUF at 0x300, TBUF at 0x600, UMAC at 0x800 and HFB at 0xfc00.
/// </summary>
internal enum GenetRegister : uint
{
    /// <summary>SYS_REV_CTRL: which version this is.</summary>
    Revision = 0x000,

    /// <summary>SYS_PORT_CTRL: what the port is connected to.</summary>
    PortControl = 0x004,

    /// <summary>SYS_RBUF_FLUSH_CTRL: empties the receive buffer, resets the MAC.</summary>
    ReceiveFlush = 0x008,

    /// <summary>EXT_RGMII_OOB_CTRL: the RGMII to the PHY.</summary>
    Rgmii = 0x08c,

    /// <summary>INTRL2_0 CPU_STAT: what has happened, masked or not.</summary>
    InterruptStatus = 0x200,

    /// <summary>INTRL2_0 CPU_CLEAR.</summary>
    InterruptClear = 0x208,

    /// <summary>INTRL2_0 CPU_MASK_SET: what does not interrupt any more.</summary>
    InterruptMaskSet = 0x210,

    /// <summary>INTRL2_0 CPU_MASK_CLEAR: what interrupts from now on.</summary>
    InterruptMaskClear = 0x214,

    /// <summary>INTRL2_1 CPU_CLEAR: the priority rings' interrupts, on a line of their own.</summary>
    RingInterruptClear = 0x248,

    /// <summary>INTRL2_1 CPU_MASK_SET.</summary>
    RingInterruptMaskSet = 0x250,

    /// <summary>RBUF_CTRL: how received frames lie in memory.</summary>
    ReceiveControl = 0x300,

    /// <summary>RBUF_PKT_RDY_THLD: after how many 16 bytes a part of a frame is handed on.</summary>
    ReceiveReadyThreshold = 0x308,

    /// <summary>RBUF_CHK_CTRL: checksums of what the frame carries.</summary>
    ReceiveCheck = 0x314,

    /// <summary>RBUF_ENERGY_CTRL: Energy Efficient Ethernet, receive side.</summary>
    ReceiveEnergy = 0x39c,

    /// <summary>RBUF_TBUF_SIZE_CTRL: how receive and transmit share the buffer memory.</summary>
    BufferSplit = 0x3b4,

    /// <summary>TBUF_CTRL: how frames to be sent lie in memory.</summary>
    TransmitControl = 0x600,

    /// <summary>TBUF_PKT_RDY_THLD: as <see cref="ReceiveReadyThreshold"/>.</summary>
    TransmitReadyThreshold = 0x610,

    /// <summary>TBUF_ENERGY_CTRL: Energy Efficient Ethernet, transmit side.</summary>
    TransmitEnergy = 0x614,

    /// <summary>UMAC_CMD: the MAC's control register.</summary>
    MacCommand = 0x808,

    /// <summary>UMAC_MAC0: the first four bytes of its address, the first on top.</summary>
    MacAddressHigh = 0x80c,

    /// <summary>UMAC_MAC1: the last two.</summary>
    MacAddressLow = 0x810,

    /// <summary>UMAC_MAX_FRAME_LEN: the longest frame, frame check sequence included.</summary>
    MacMaximumFrame = 0x814,

    /// <summary>UMAC_EEE_CTRL: Energy Efficient Ethernet.</summary>
    MacEnergy = 0x864,

    /// <summary>UMAC_TX_FLUSH: drops what is still to be sent.</summary>
    TransmitFlush = 0xb34,

    /// <summary>UMAC_MIB_CTRL: resets the MAC's counters.</summary>
    MacCounterReset = 0xd80,

    /// <summary>UMAC_MDIO_CMD: one access to a PHY's register.</summary>
    Mdio = 0xe14,

    /// <summary>UMAC_RBUF_OVFL_CNT: frames for which the receive buffer had no room.</summary>
    ReceiveOverflows = 0xe1c,

    /// <summary>UMAC_MDF_CTRL: which entries of the address filter count.</summary>
    FilterControl = 0xe50,

    /// <summary>UMAC_MDF_ADDR: the filter's entries, eight bytes each.</summary>
    FilterEntries = 0xe54,

    /// <summary>HFB_CTRL: the filter that leads frames to priority rings.</summary>
    RingFilterControl = 0xfc00,
}
