using System;

namespace Pilevisor.Kernel;

/// <summary>What can be wrong on a serial line. Numbered as in the PL011's UARTRSR (ARM DDI 0183, section 3.3.2).</summary>
[Flags]
public enum LineErrors : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>There was no stop bit.</summary>
    Framing = 1 << 0,

    /// <summary>The parity was another.</summary>
    Parity = 1 << 1,

    /// <summary>The line was held low for longer than a character takes.</summary>
    Break = 1 << 2,

    /// <summary>Something that came before was lost: the port had no room for it.</summary>
    Overrun = 1 << 3,
}
