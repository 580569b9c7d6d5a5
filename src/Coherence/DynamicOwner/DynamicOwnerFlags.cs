using System;

namespace Pilevisor.Coherence;

/// <summary>What else there is to remember of a page.</summary>
[Flags]
internal enum DynamicOwnerFlags : byte
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The page was just won, or a device works on it, and nobody may take it yet.</summary>
    Held = 1,

    /// <summary>While the page or acknowledgements are awaited: the guest may go on reading what is here.</summary>
    HasCopy = 2,

    /// <summary><see cref="DynamicOwnerEntry.ProbableOwner"/> says something. If not, home is the probable owner.</summary>
    IsHinted = 4,

    /// <summary><see cref="DynamicOwnerEntry.Next"/> is to have the page after this node.</summary>
    NextWaits = 8,

    /// <summary>The next owner wants to write.</summary>
    NextWrites = 16,

    /// <summary>The next owner said that it has a copy.</summary>
    NextHasCopy = 32,

    /// <summary>The owner's frame is needed: home was told, and takes the page.</summary>
    PutAsked = 64,

    /// <summary>Home has not said yet that it saw the last <see cref="DynamicOwnerMessage.PutRequest"/> of this node, which may have lost the page since: so no more than one is under way.</summary>
    PutUnseen = 128,
}
