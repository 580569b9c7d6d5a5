namespace Pilevisor.Coherence;

/// <summary>What this node has of a page, or what it is waiting for.</summary>
internal enum DynamicOwnerState : byte
{
    /// <summary>Nothing. Zero, so that zeroed memory means it.</summary>
    Invalid,

    /// <summary>A copy to read; another node owns the page.</summary>
    Shared,

    /// <summary>The page, to write while the copyset is empty, else to read.</summary>
    Owned,

    /// <summary>Asked for, to read.</summary>
    ReadPending,

    /// <summary>Asked for, to write.</summary>
    WritePending,

    /// <summary>It is the owner and is about to write: acknowledgements are awaited.</summary>
    AcknowledgementsPending,
}
