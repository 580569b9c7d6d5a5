namespace Pilevisor.Interconnect;

/// <summary>What an entry of a trace is. The numbers are part of the wire format: append, never renumber.</summary>
public enum TraceKind : byte
{
    /// <summary>The guest reads or executes, and the protocol is asked for that.</summary>
    Read = 0,

    /// <summary>The guest writes, or reads exclusively (LDXR and the like).</summary>
    Write = 1,

    /// <summary>The guest reads, and the node asks the protocol for the page exclusively, since it expects a write to follow.</summary>
    ReadForWrite = 2,

    /// <summary>The node asks for a page ahead of the guest, to read.</summary>
    PrefetchRead = 3,

    /// <summary>The node asks for a page ahead of the guest, to write.</summary>
    PrefetchWrite = 4,

    /// <summary>A foreign page leaves since its frame is needed.</summary>
    Eviction = 5,
}
