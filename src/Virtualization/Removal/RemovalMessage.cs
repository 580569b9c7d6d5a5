namespace Pilevisor.Virtualization;

/// <summary>Messages between the leader and a node that is to leave: 0x5c-0x5d of the wire's message kinds. The leader asks one node at a time, and is answered once.</summary>
internal enum RemovalMessage : byte
{
    /// <summary>Leader to a node: it is to leave, and turns none of its vCPUs on any more if all are off.</summary>
    Close = 0x5c,

    /// <summary>The answer to that: a <see cref="ClosedReport"/>; none are on if the node may leave.</summary>
    Closed = 0x5d,
}
