using System;

namespace Pilevisor.Coherence;

/// <summary>What else there is to remember of a page.</summary>
[Flags]
internal enum SingleCopyFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The page was just won, or a device works on it, and nobody may take it yet.</summary>
    Held = 1,

    /// <summary>At home: the page was called back and has not come yet. Elsewhere: home calls it back, and that waits for the end of the hold.</summary>
    Recalled = 2,
}
