using System;

namespace Pilevisor.Coherence;

/// <summary>What else there is to remember of a page.</summary>
[Flags]
internal enum OwnerDirectoryFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>While ownership or acknowledgements are awaited: the guest may go on reading what is here.</summary>
    HasCopy = 1,

    /// <summary>
    /// While a copy is awaited: home invalidated this node's copy. One that now comes from another node may be older than the write which was acknowledged:
    /// see <see cref="OwnerDirectory"/>, where copies arrive.
    /// </summary>
    Stale = 2,

    /// <summary>The page was just won, or a device works on it, and nobody may take it yet.</summary>
    Held = 4,

    /// <summary><see cref="OwnerDirectoryEntry.PendingWriter"/> waits for ownership.</summary>
    WriterWaits = 8,

    /// <summary>The waiting writer said that it has a copy.</summary>
    WriterHasCopy = 16,

    /// <summary>The acknowledgement to the writer in <see cref="OwnerDirectorySet.Copyset"/> waits for the end of the hold.</summary>
    InvalidationWaits = 32,

    /// <summary>At home: the owner asked home to take the page back while home itself was waiting for a copy. It is taken once that copy is here.</summary>
    PutWaits = 64,

    /// <summary>This node read the page first and wrote it then: the mark of data that migrates from node to node.</summary>
    Migratory = 128,
}
