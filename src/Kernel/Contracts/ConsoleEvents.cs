using System;

namespace Pilevisor.Kernel;

/// <summary>What a serial port can interrupt for.</summary>
[Flags]
public enum ConsoleEvents : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Bytes have arrived and wait to be taken.</summary>
    Received = 1 << 0,

    /// <summary>The port was full, and now has room for bytes to send.</summary>
    Room = 1 << 1,
}
