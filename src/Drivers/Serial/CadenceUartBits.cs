namespace Pilevisor.Drivers;

/// <summary>Bits of the Cadence UART's registers (AMD UG1087, module UART).</summary>
internal static class CadenceUartBits
{
    /// <summary>Control.RXRES: empties the receive FIFO; clears itself.</summary>
    public const uint ReceiveReset = 1u << 0;

    /// <summary>Control.RXEN.</summary>
    public const uint ReceiveEnable = 1u << 2;

    /// <summary>Control.RXDIS, which overrules RXEN.</summary>
    public const uint ReceiveDisable = 1u << 3;

    /// <summary>Control.TXEN.</summary>
    public const uint TransmitEnable = 1u << 4;

    /// <summary>Control.TXDIS, which overrules TXEN.</summary>
    public const uint TransmitDisable = 1u << 5;

    /// <summary>Control.RSTTO: the receiver's time-out begins anew; clears itself.</summary>
    public const uint RestartTimeout = 1u << 6;

    /// <summary>Mode.CLKS: the clock before the baud rate's divider is divided by eight. A part of the speed that firmware set.</summary>
    public const uint ModeClock = 1u << 0;

    /// <summary>Mode: bytes of eight bits without parity, one stop bit, the line not looped back.</summary>
    public const uint ModeEightBits = 4u << 3;

    /// <summary>Channel status: the transmitter is sending.</summary>
    public const uint TransmitActive = 1u << 11;

    /// <summary>Channel status: the receive FIFO is empty.</summary>
    public const uint ReceiveEmpty = 1u << 1;

    /// <summary>Channel status: the transmit FIFO is empty.</summary>
    public const uint TransmitEmpty = 1u << 3;

    /// <summary>Channel status: the transmit FIFO is full.</summary>
    public const uint TransmitFull = 1u << 4;

    /// <summary>Interrupt RTRIG: the receive FIFO has reached its trigger level.</summary>
    public const uint ReceiveTrigger = 1u << 0;

    /// <summary>Interrupt TEMPTY: the transmit FIFO has become empty.</summary>
    public const uint TransmitEmptied = 1u << 3;

    /// <summary>Interrupt ROVR: a byte came and found the receive FIFO full.</summary>
    public const uint ReceiveOverrun = 1u << 5;

    /// <summary>Interrupt FRAME: a byte without its stop bit.</summary>
    public const uint FramingError = 1u << 6;

    /// <summary>Interrupt PARE: a byte of the wrong parity.</summary>
    public const uint ParityError = 1u << 7;

    /// <summary>Interrupt TIMEOUT: bytes wait, and no more have come for a time.</summary>
    public const uint ReceiveTimeout = 1u << 8;

    /// <summary>Interrupt RBRK: the line was held low for longer than a character takes.</summary>
    public const uint ReceivedBreak = 1u << 13;

    /// <summary>All interrupts.</summary>
    public const uint AllInterrupts = 0x3fff;
}
