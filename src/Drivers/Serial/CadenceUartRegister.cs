namespace Pilevisor.Drivers;

/// <summary>Offsets of the Cadence UART's registers (AMD UG1087, module UART, of the Zynq UltraScale+).</summary>
internal enum CadenceUartRegister : uint
{
    /// <summary>Control.</summary>
    Control = 0x00,

    /// <summary>Mode: parity, stop bits, character length.</summary>
    Mode = 0x04,

    /// <summary>Intrpt_en: a written 1 enables an interrupt.</summary>
    InterruptEnable = 0x08,

    /// <summary>Intrpt_dis: a written 1 disables an interrupt.</summary>
    InterruptDisable = 0x0c,

    /// <summary>Intrpt_mask: which interrupts are enabled; read only.</summary>
    InterruptMask = 0x10,

    /// <summary>Chnl_int_sts: which interrupts have been raised; a written 1 clears one.</summary>
    InterruptStatus = 0x14,

    /// <summary>Rcvr_timeout: how long the line is idle until bytes that wait raise an interrupt, in units of four bits; 0 is never.</summary>
    ReceiverTimeout = 0x1c,

    /// <summary>Rcvr_FIFO_trigger_level: at how many bytes the receive FIFO raises an interrupt.</summary>
    ReceiverTrigger = 0x20,

    /// <summary>Channel_sts: how full the FIFOs are, now.</summary>
    ChannelStatus = 0x2c,

    /// <summary>TX_RX_FIFO: one byte in or out.</summary>
    Fifo = 0x30,

    /// <summary>Tx_FIFO_trigger_level: at how many bytes the transmit FIFO is at its trigger.</summary>
    TransmitterTrigger = 0x44,
}
