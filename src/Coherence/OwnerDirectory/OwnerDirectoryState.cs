namespace Pilevisor.Coherence;

/// <summary>What this node has of a page, or what it is waiting for.</summary>
internal enum OwnerDirectoryState : byte
{
    /// <summary>Nothing. Zero, so that zeroed memory means it.</summary>
    Invalid,

    /// <summary>A copy to read; some other node owns the page.</summary>
    Shared,

    /// <summary>The page itself: this node answers for its content. Writable while the copyset is empty, else readable.</summary>
    Owned,

    /// <summary>Owned, and home was asked to take the page back. Still serves whoever home forwards here; starts nothing of its own.</summary>
    Evicting,

    /// <summary>Asked for a copy; its content is awaited.</summary>
    ReadPending,

    /// <summary>
    /// Ownership is awaited: asked for in order to write, or, at home, coming back from an owner that evicts the page. Forwarded requests are queued here
    /// already.
    /// </summary>
    OwnershipPending,

    /// <summary>Owned with its content; the acknowledgements of other nodes' invalidated copies are awaited before it may be written.</summary>
    AcknowledgementsPending,

    /// <summary>
    /// At home, in a cluster of more than 64 nodes: <see cref="Owned"/>, and who has copies is known by groups only, since that came in a message when the page was put home. Ends when home gives the page up or writes it.
    /// </summary>
    OwnedByGroups,

    /// <summary>Nothing, but home was asked to let the page come along with another: it says whether the page does before it answers anything that is asked later. Nothing else is asked for until then.</summary>
    AskedAlong,
}
