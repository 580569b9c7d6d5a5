using System;

namespace Pilevisor.Kernel;

/// <summary>UARTFR (ARM DDI 0183, section 3.3.3).</summary>
[Flags]
public enum Pl011Flags : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>CTS, DSR and DCD: somebody is there.</summary>
    ModemLines = 7,

    /// <summary>BUSY: something is being sent.</summary>
    Busy = 1 << 3,

    /// <summary>RXFE.</summary>
    ReceiveEmpty = 1 << 4,

    /// <summary>TXFF.</summary>
    TransmitFull = 1 << 5,

    /// <summary>RXFF.</summary>
    ReceiveFull = 1 << 6,

    /// <summary>TXFE.</summary>
    TransmitEmpty = 1 << 7,
}
