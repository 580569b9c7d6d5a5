namespace Pilevisor.Drivers;

/// <summary>Bits of a Cadence GEM's registers and descriptors (UG1087, module GEM; UG1085, chapter 34, tables of descriptor entries).</summary>
internal static class GemBits
{
    /// <summary>network_control: receives.</summary>
    public const uint EnableReceive = 1 << 2;

    /// <summary>network_control: transmits. Without it the transmitter stops at once, and begins at the start of its ring when it is set again.</summary>
    public const uint EnableTransmit = 1 << 3;

    /// <summary>network_control: the management port to the PHY works.</summary>
    public const uint EnableManagement = 1 << 4;

    /// <summary>network_control: clears the statistics.</summary>
    public const uint ClearStatistics = 1 << 5;

    /// <summary>network_control: looks for frames to send.</summary>
    public const uint StartTransmission = 1 << 9;

    /// <summary>network_config: 100 Mbit/s, and not 10, where <see cref="Gigabit"/> is not set.</summary>
    public const uint Fast = 1 << 0;

    /// <summary>network_config: full duplex.</summary>
    public const uint FullDuplex = 1 << 1;

    /// <summary>network_config: frames of up to jumbo_max_length are taken and sent.</summary>
    public const uint JumboFrames = 1 << 3;

    /// <summary>network_config: 1,000 Mbit/s.</summary>
    public const uint Gigabit = 1 << 10;

    /// <summary>network_config: how many bytes of a receive buffer are left free before a frame, 0 to 3.</summary>
    public const int BufferOffsetShift = 14;

    /// <summary>network_config: received frames come without their frame check sequence.</summary>
    public const uint RemoveFcs = 1 << 17;

    /// <summary>network_config: the management clock is the bus clock through 96: within the 2.5 MHz of IEEE 802.3 up to 240 MHz.</summary>
    public const uint ManagementClockThrough96 = 5 << 18;

    /// <summary>network_config: how wide the data bus is: 0 is 32 bits, 1 is 64, 2 is 128.</summary>
    public const int DataBusShift = 21;

    /// <summary>network_config: pause frames are not copied to memory.</summary>
    public const uint DropPauseFrames = 1 << 23;

    /// <summary>network_status: the management port has done its work.</summary>
    public const uint ManagementIdle = 1 << 2;

    /// <summary>dma_config: bursts of up to 16 beats.</summary>
    public const uint Burst16 = 0x10;

    /// <summary>dma_config: all of the receive and transmit packet buffers is used.</summary>
    public const uint WholePacketBuffers = 0x700;

    /// <summary>dma_config: how long receive buffers are, in units of <see cref="BufferUnitBytes"/>: 8 bits.</summary>
    public const int BufferSizeShift = 16;

    /// <summary>dma_config: descriptors are 16 bytes and their addresses 64 bits.</summary>
    public const uint Addresses64 = 1 << 30;

    /// <summary>What receive buffers are multiples of.</summary>
    public const int BufferUnitBytes = 64;

    /// <summary>receive_status: the next descriptor was not the device's when it looked.</summary>
    public const uint BufferNotAvailable = 1 << 0;

    /// <summary>transmit_status: what makes the transmitter stop: retry limit, bus error, underrun, late collision, bad response.</summary>
    public const uint TransmitFaults = (1 << 2) | (1 << 4) | (1 << 6) | (1 << 7) | (1 << 8);

    /// <summary>int_status: a frame was received.</summary>
    public const uint ReceiveComplete = 1 << 1;

    /// <summary>int_status: see <see cref="BufferNotAvailable"/>.</summary>
    public const uint ReceiveUsed = 1 << 2;

    /// <summary>int_status: underrun, retry limit, bus error, bad response.</summary>
    public const uint TransmitFaultInterrupts = (1 << 4) | (1 << 5) | (1 << 6) | (1 << 11);

    /// <summary>int_status: a frame was lost since the bus was not there in time.</summary>
    public const uint ReceiveOverrun = 1 << 10;

    /// <summary>designcfg_debug1: reading int_status clears it; else a bit written as one does.</summary>
    public const uint ClearsOnRead = 1 << 23;

    /// <summary>designcfg_debug1: how wide the data bus is: 1 is 32 bits, 2 is 64, 4 is 128.</summary>
    public const int DesignBusShift = 25;

    /// <summary>designcfg_debug2: the longest frame.</summary>
    public const uint LongestFrameMask = 0xffff;

    /// <summary>designcfg_debug6: 64-bit addresses.</summary>
    public const uint Has64BitAddresses = 1 << 23;

    /// <summary>designcfg_debug6: bit n is set where priority queue n is there, 1 to 15.</summary>
    public const uint QueuesMask = 0xfffe;

    /// <summary>Word 0 of a receive descriptor: it is the driver's.</summary>
    public const uint ReceiveOwned = 1 << 0;

    /// <summary>Word 0 of a receive descriptor: the ring begins anew behind it.</summary>
    public const uint ReceiveWrap = 1 << 1;

    /// <summary>Word 1 of a receive descriptor: how long the frame is.</summary>
    public const uint ReceivedLengthMask = 0x3fff;

    /// <summary>Word 1 of a receive descriptor: the frame begins here, and ends here.</summary>
    public const uint ReceivedWhole = (1 << 14) | (1 << 15);

    /// <summary>Word 1 of a transmit descriptor: the frame ends here.</summary>
    public const uint TransmitLast = 1 << 15;

    /// <summary>Word 1 of a transmit descriptor: what went wrong: late collision, bus error, underrun, retry limit.</summary>
    public const uint TransmitErrors = 0xfu << 26;

    /// <summary>Word 1 of a transmit descriptor: the ring begins anew behind it.</summary>
    public const uint TransmitWrap = 1 << 30;

    /// <summary>Word 1 of a transmit descriptor: it is the driver's.</summary>
    public const uint TransmitUsed = 1u << 31;
}
