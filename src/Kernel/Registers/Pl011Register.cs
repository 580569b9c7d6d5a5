namespace Pilevisor.Kernel;

/// <summary>Offsets of the PL011's registers (ARM DDI 0183, section 3.2).</summary>
public enum Pl011Register : uint
{
    /// <summary>UARTDR: one byte in or out.</summary>
    Data = 0x000,

    /// <summary>UARTRSR and UARTECR: receive errors.</summary>
    ReceiveStatus = 0x004,

    /// <summary>UARTFR: flags.</summary>
    Flags = 0x018,

    /// <summary>UARTILPR: infrared counter.</summary>
    IrdaCounter = 0x020,

    /// <summary>UARTIBRD: baud rate, integer part.</summary>
    IntegerBaud = 0x024,

    /// <summary>UARTFBRD: baud rate, fraction.</summary>
    FractionalBaud = 0x028,

    /// <summary>UARTLCR_H: line control.</summary>
    LineControl = 0x02c,

    /// <summary>UARTCR: control.</summary>
    Control = 0x030,

    /// <summary>UARTIFLS: at which FIFO levels interrupts are raised.</summary>
    FifoLevels = 0x034,

    /// <summary>UARTIMSC: which interrupts are enabled.</summary>
    InterruptMask = 0x038,

    /// <summary>UARTRIS: interrupts before the mask.</summary>
    RawInterrupts = 0x03c,

    /// <summary>UARTMIS: interrupts behind the mask.</summary>
    MaskedInterrupts = 0x040,

    /// <summary>UARTICR: clears interrupts.</summary>
    InterruptClear = 0x044,

    /// <summary>UARTDMACR: DMA control.</summary>
    DmaControl = 0x048,

    /// <summary>UARTPeriphID0, the first of eight identification registers.</summary>
    Identification = 0xfe0,
}
