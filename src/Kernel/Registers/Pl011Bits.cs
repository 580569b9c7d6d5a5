namespace Pilevisor.Kernel;

/// <summary>Bits of the PL011's registers (ARM DDI 0183, section 3.3), for the driver and for the guest's own. UARTFR has <see cref="Pl011Flags"/>.</summary>
public static class Pl011Bits
{
    /// <summary>UARTDR: where FE, PE, BE and OE begin, above the byte.</summary>
    public const int DataErrorsShift = 8;

    /// <summary>UARTDR: FE, PE, BE and OE, shifted down.</summary>
    public const uint DataErrors = 0xf;

    /// <summary>UARTLCR_H.FEN: FIFOs on.</summary>
    public const uint FifoEnable = 1u << 4;

    /// <summary>UARTLCR_H.WLEN: bytes of eight bits.</summary>
    public const uint EightBits = 3u << 5;

    /// <summary>UARTCR.UARTEN.</summary>
    public const uint Enable = 1u << 0;

    /// <summary>UARTCR.TXE.</summary>
    public const uint TransmitEnable = 1u << 8;

    /// <summary>UARTCR.RXE.</summary>
    public const uint ReceiveEnable = 1u << 9;

    /// <summary>UARTRXINTR, in UARTIMSC and its like: the receive FIFO has reached its level.</summary>
    public const uint ReceiveInterrupt = 1u << 4;

    /// <summary>UARTTXINTR: the transmit FIFO has fallen to its level.</summary>
    public const uint TransmitInterrupt = 1u << 5;

    /// <summary>UARTRTINTR: bytes wait, and too few came to reach the level.</summary>
    public const uint ReceiveTimeoutInterrupt = 1u << 6;

    /// <summary>The number of UARTFEINTR's bit; parity, break and overrun follow, in the order of UARTDR.</summary>
    public const int FirstErrorInterrupt = 7;

    /// <summary>All eleven interrupts.</summary>
    public const uint AllInterrupts = 0x7ff;
}
