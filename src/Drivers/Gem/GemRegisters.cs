namespace Pilevisor.Drivers;

/// <summary>Offsets of a Cadence GEM's registers (Zynq UltraScale+ Devices Register Reference, UG1087, module GEM; Technical Reference Manual, UG1085, chapter 34).</summary>
internal static class GemRegisters
{
    /// <summary>network_control.</summary>
    public const uint NetworkControl = 0x000;

    /// <summary>network_config.</summary>
    public const uint NetworkConfiguration = 0x004;

    /// <summary>network_status.</summary>
    public const uint NetworkStatus = 0x008;

    /// <summary>dma_config.</summary>
    public const uint DmaConfiguration = 0x010;

    /// <summary>transmit_status: a bit written as one is cleared.</summary>
    public const uint TransmitStatus = 0x014;

    /// <summary>receive_q_ptr: bits 31:2 of where the ring of received frames begins.</summary>
    public const uint ReceiveQueue = 0x018;

    /// <summary>transmit_q_ptr.</summary>
    public const uint TransmitQueue = 0x01c;

    /// <summary>receive_status: a bit written as one is cleared.</summary>
    public const uint ReceiveStatus = 0x020;

    /// <summary>int_status.</summary>
    public const uint InterruptStatus = 0x024;

    /// <summary>int_enable: a bit written as one lets the interrupt through.</summary>
    public const uint InterruptEnable = 0x028;

    /// <summary>int_disable: a bit written as one holds the interrupt back.</summary>
    public const uint InterruptDisable = 0x02c;

    /// <summary>phy_management: a frame to a register of a PHY, and its answer.</summary>
    public const uint PhyManagement = 0x034;

    /// <summary>jumbo_max_length.</summary>
    public const uint JumboMaximumLength = 0x048;

    /// <summary>spec_add1_bottom: the first four bytes of the interface's address, the first in bits 7:0. Writing it turns the filter off.</summary>
    public const uint AddressBottom = 0x088;

    /// <summary>spec_add1_top: its other two bytes. Writing it turns the filter on.</summary>
    public const uint AddressTop = 0x08c;

    /// <summary>designcfg_debug1.</summary>
    public const uint DesignConfiguration1 = 0x280;

    /// <summary>designcfg_debug2.</summary>
    public const uint DesignConfiguration2 = 0x284;

    /// <summary>designcfg_debug6.</summary>
    public const uint DesignConfiguration6 = 0x294;

    /// <summary>transmit_q1_ptr; those of the further priority queues behind it.</summary>
    public const uint TransmitQueue1 = 0x440;

    /// <summary>receive_q1_ptr; those of the further priority queues behind it.</summary>
    public const uint ReceiveQueue1 = 0x480;

    /// <summary>upper_tx_q_base_addr: bits 63:32 of where all rings of frames to send are.</summary>
    public const uint TransmitQueueHigh = 0x4c8;

    /// <summary>upper_rx_q_base_addr.</summary>
    public const uint ReceiveQueueHigh = 0x4d4;

    /// <summary>int_q1_disable; those of the further priority queues behind it.</summary>
    public const uint InterruptDisable1 = 0x620;
}
