namespace Pilevisor.Kernel;

/// <summary>What a node counts. The numbers are part of the wire format: append, never renumber.</summary>
public enum Counter : ushort
{
    /// <summary>Pages fetched for a read.</summary>
    ReadFetches = 0,

    /// <summary>Pages fetched for a write, with their content.</summary>
    WriteFetches = 1,

    /// <summary>Write permissions won for a page whose content was here already.</summary>
    Upgrades = 2,

    /// <summary>Copies given up because another node writes.</summary>
    Invalidations = 3,

    /// <summary>Pages that crossed the wire as the word "zero".</summary>
    ZeroPages = 4,

    /// <summary>Pages asked for before the guest touched them.</summary>
    Prefetches = 5,

    /// <summary>Foreign pages that left the cache because it was full.</summary>
    Evictions = 6,

    /// <summary>Distinct foreign pages that an access here has waited for, or that were asked for ahead. Counted when the access is granted, or when it is asked for ahead.</summary>
    DistinctPages = 7,

    /// <summary>Frames sent again because no acknowledgement came in time.</summary>
    Retransmissions = 8,

    /// <summary>Frames that arrived twice and were dropped.</summary>
    DuplicateFrames = 9,

    /// <summary>Frames refused: not ours, another epoch, malformed.</summary>
    RejectedFrames = 10,

    /// <summary>Exits from the guest to EL2 by a synchronous exception.</summary>
    Traps = 11,

    /// <summary>Exits from the guest to EL2 by an interrupt.</summary>
    Interrupts = 12,

    /// <summary>Device accesses sent to another node.</summary>
    ForwardedAccesses = 13,

    /// <summary>SGIs sent to vCPUs of another node.</summary>
    RemoteSgis = 14,

    /// <summary>Stage-2 blocks split into pages.</summary>
    BlockSplits = 15,

    /// <summary>Guest accesses outside what it owns, answered by an external abort.</summary>
    ExternalAborts = 16,

    /// <summary>How often guest time was stepped forward for a message from a node that was ahead.</summary>
    TimeSteps = 17,

    /// <summary>How long the guest's CPUs have waited for pages, in microseconds, all of them together.</summary>
    PageWaitMicroseconds = 18,

    /// <summary>Broadcast TLB maintenance of the guest sent to another node.</summary>
    CarriedTlbInvalidations = 19,

    /// <summary>Frames that were not taken at once because too many of this node's own were waiting: their senders are asked for them again.</summary>
    DeferredFrames = 20,

    /// <summary>Pages that nobody had touched and that came along with another, all zero: they crossed the wire as a bit each.</summary>
    RunPages = 21,

    /// <summary>Pages that were still to be acknowledged when their frame was needed for something else, and so were copied out of it.</summary>
    PinnedPagesCopied = 22,

    /// <summary>Units of coherence of this node's window that it split, since nodes wrote them in turns.</summary>
    UnitsSplit = 23,

    /// <summary>Frames that arrived damaged, in parts or too long, and that the network interface's driver passed over.</summary>
    DamagedFrames = 24,

    /// <summary>Frames that the network interface dropped because it had no buffer or no room for them.</summary>
    OverrunFrames = 25,

    /// <summary>How often the link of the network interface was lost: a cable, a switch.</summary>
    LinkLosses = 26,

    /// <summary>Frames that the network interface was given and did not send: there was no link, or a fault.</summary>
    UnsentFrames = 27,
}
