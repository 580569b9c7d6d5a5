using System;

namespace Pilevisor.Coherence;

/// <summary>What this node remembers of a page beside its permission.</summary>
[Flags]
internal enum PageRecordFlags : ushort
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>
    /// Stage 2 maps the page with its permission, or with less if it is foretold. A page that may be accessed and is not mapped is being watched: the next access shows that it is in use.
    /// </summary>
    Mapped = 1,

    /// <summary>In use since the clock hand last passed.</summary>
    Referenced = 2,

    /// <summary>A read of it was begun and is not yet granted.</summary>
    WantsRead = 4,

    /// <summary>A write to it was begun and is not yet granted.</summary>
    WantsWrite = 8,

    /// <summary>Content has come since it was wanted.</summary>
    Arrived = 16,

    /// <summary>The protocol was told to give it up because its frame is needed.</summary>
    Evicting = 32,

    /// <summary>Asked for ahead of the guest, and nobody has waited for it since.</summary>
    Prefetched = 64,

    /// <summary>Was waited for, or asked for ahead, at some time: it is counted as a distinct page.</summary>
    Seen = 128,

    /// <summary>
    /// Asked for ahead of the guest, and its first use is to be shown to the prefetch policy: until then stage 2 permits no more than
    /// before, whatever the protocol does.
    /// </summary>
    Foretold = 256,

    /// <summary>Its frame is kept for it, since it may come along with another page; no CPU has waited for it since.</summary>
    Along = 512,

    /// <summary>It came along and was not touched yet: all zero, whatever its frame holds. Stage 2 does not map it, whatever the protocol permits.</summary>
    Blank = 1024,

    /// <summary>A unit whose home has split it, as this node knows: what is in it is kept by piece.</summary>
    Split = 2048,

    /// <summary>A unit that another node took to write it while the guest here could write it, and that was not wanted back to write it since.</summary>
    Lost = 4096,

    /// <summary>Nothing was under way for it, or it was lost, when it was looked at since a node has died: see <see cref="NodeBurial"/>.</summary>
    Buried = 8192,

    /// <summary>A device works on it, or is about to: it may be written here, and stays where it is. See <see cref="PinnedPages"/>.</summary>
    Pinned = 16384,

    /// <summary>Some access was begun and is not yet granted.</summary>
    Wanted = WantsRead | WantsWrite,
}
