using System;

namespace Pilevisor.Samples;

/// <summary>What else a node remembers of a page.</summary>
[Flags]
internal enum YourProtocolFlags : byte
{
    /// <summary>The page was just won, or a device works on it, and nobody may take it yet.</summary>
    Held = 1,

    /// <summary>At home: all holders were told to give the page up. Elsewhere: home wants it back, once the hold is over.</summary>
    Recalled = 2,
}
