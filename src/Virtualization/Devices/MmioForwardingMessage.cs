using Pilevisor.Interconnect;

namespace Pilevisor.Virtualization;

/// <summary>The messages of I/O forwarding: 0x50-0x5f of the <see cref="MessageKind"/>s.</summary>
internal enum MmioForwardingMessage : byte
{
    /// <summary>Read a register and answer.</summary>
    Read = 0x50,

    /// <summary>Write a register.</summary>
    PostedWrite = 0x51,

    /// <summary>Write a register and answer.</summary>
    ConfirmedWrite = 0x52,

    /// <summary>The answer to <see cref="Read"/> or <see cref="ConfirmedWrite"/>.</summary>
    Reply = 0x53,
}
