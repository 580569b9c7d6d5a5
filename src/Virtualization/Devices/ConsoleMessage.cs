using Pilevisor.Interconnect;

namespace Pilevisor.Virtualization;

/// <summary>The messages between the guest's serial port, on the leader, and its fronts on the other nodes: 0x4c-0x4f of the <see cref="MessageKind"/>s.</summary>
internal enum ConsoleMessage : byte
{
    /// <summary>To the leader, <see cref="GatheredBytes"/>: what the guest has written to UARTDR.</summary>
    Bytes = 0x4c,

    /// <summary>From the leader, a byte: the front may take so many bytes more.</summary>
    Grant = 0x4d,

    /// <summary>From the leader, empty: the front may take no more, and says when that is so.</summary>
    Recall = 0x4e,

    /// <summary>To the leader, empty: the answer to <see cref="Recall"/>. All bytes that the front took have gone ahead.</summary>
    Returned = 0x4f,
}
