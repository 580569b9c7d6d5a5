namespace Pilevisor.Drivers;

/// <summary>
/// Offsets in the registers of one of the GENET's two DMA engines, which are behind its descriptors. The two mirror each other: where one side of a ring stands in transmission, the other stands in reception. So
/// the registers are called here after who moves what they hold: the device consumes what is to be sent and produces what has arrived, the driver the other way round.
/// </summary>
internal enum GenetDmaRegister : uint
{
    /// <summary>TDMA_READ_PTR and RDMA_WRITE_PTR: the word of the descriptors that the device comes to next. Its upper half is behind it.</summary>
    DevicePointer = 0x00,

    /// <summary>TDMA_CONS_INDEX and RDMA_PROD_INDEX: how many descriptors the device is done with, modulo 2^16. In reception the upper half counts frames that found no free one.</summary>
    DeviceIndex = 0x08,

    /// <summary>TDMA_PROD_INDEX and RDMA_CONS_INDEX: how many descriptors the driver is done with, modulo 2^16.</summary>
    DriverIndex = 0x0c,

    /// <summary>DMA_RING_BUF_SIZE: how many descriptors there are, and the length of a receive buffer.</summary>
    RingSize = 0x10,

    /// <summary>DMA_START_ADDR: the ring's first word of the descriptors. Its upper half is behind it.</summary>
    FirstWord = 0x14,

    /// <summary>DMA_END_ADDR: its last word. Its upper half is behind it.</summary>
    LastWord = 0x1c,

    /// <summary>DMA_MBUF_DONE_THRESH: after how many frames it interrupts.</summary>
    InterruptThreshold = 0x24,

    /// <summary>TDMA_FLOW_PERIOD and RDMA_XON_XOFF_THRESH: how fast it sends, and when it asks the other side to pause.</summary>
    FlowControl = 0x28,

    /// <summary>TDMA_WRITE_PTR and RDMA_READ_PTR: the word of the descriptors that the driver comes to next. Its upper half is behind it.</summary>
    DriverPointer = 0x2c,

    /// <summary>DMA_RING_CFG: which rings there are. From here on the registers are the engine's and no ring's.</summary>
    Rings = 0x40,

    /// <summary>DMA_CTRL: turns the engine and its rings on.</summary>
    Control = 0x44,

    /// <summary>DMA_STATUS: whether it is off.</summary>
    Status = 0x48,

    /// <summary>DMA_SCB_BURST_SIZE: how much it moves at a time.</summary>
    Burst = 0x4c,
}
