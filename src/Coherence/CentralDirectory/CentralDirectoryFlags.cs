using System;

namespace Pilevisor.Coherence;

/// <summary>What else there is to remember of a page.</summary>
[Flags]
internal enum CentralDirectoryFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The page was just won, or a device works on it, and nobody may take it yet.</summary>
    Held = 1,

    /// <summary>Not at home, while the answer to a write is awaited: the guest may go on reading what is here.</summary>
    HasCopy = 2,

    /// <summary>Not at home: home told this node to give its copy up, and the acknowledgement waits for the end of the hold.</summary>
    InvalidationWaits = 4,

    /// <summary>Not at home: home wants to have what was written here, and that waits for the end of the hold.</summary>
    RecallWaits = 8,

    /// <summary>Not at home: the recall that waits leaves a copy here. Ends when the guest writes what it had alone to read.</summary>
    RecallLeavesCopy = 16,

    /// <summary>At home: the content was called back from the node that has it modified. Ends with its arrival.</summary>
    Recalling = 32,

    /// <summary>At home: <see cref="CentralDirectoryEntry.Writer"/> is being served. While <see cref="Recalling"/> is not set, acknowledgements are awaited.</summary>
    Writing = 64,

    /// <summary>At home: one node after the other reads the page and then writes it, so that a reader gets it alone.</summary>
    Migratory = 128,
}
