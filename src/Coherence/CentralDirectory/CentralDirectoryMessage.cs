namespace Pilevisor.Coherence;

/// <summary>The messages of protocols with a central directory. Each goes to a page's home or comes from it. On the wire the kind is 0x20 + the number.</summary>
internal enum CentralDirectoryMessage : byte
{
    /// <summary>To home: a copy to read. The sender has none.</summary>
    GetShared = 0,

    /// <summary>To home: the page, to write it. The sender has no copy.</summary>
    GetModified = 1,

    /// <summary>To home: the permission to write the copy that the sender has.</summary>
    Upgrade = 2,

    /// <summary>From home, with content: a copy to read. Answers <see cref="GetShared"/>.</summary>
    Data = 3,

    /// <summary>From home, with content: the page is yours alone. Answers <see cref="GetModified"/>, or an <see cref="Upgrade"/> whose copy was lost on the way.</summary>
    DataModified = 4,

    /// <summary>From home: the page whose copy you have is yours alone. Answers <see cref="Upgrade"/>.</summary>
    Grant = 5,

    /// <summary>From home to a sharer: give your copy up and acknowledge.</summary>
    Invalidate = 6,

    /// <summary>To home: whatever was here is gone.</summary>
    InvalidateAcknowledge = 7,

    /// <summary>From home to the owner: give the content back and keep a copy to read.</summary>
    RecallShared = 8,

    /// <summary>From home to the owner: give the page back.</summary>
    RecallModified = 9,

    /// <summary>To home, with content: what was written here; a copy to read stays. Answers <see cref="RecallShared"/>.</summary>
    PutShared = 10,

    /// <summary>To home, with content: what was written here; nothing stays. Answers <see cref="RecallModified"/>, or comes unasked since the frame was needed.</summary>
    PutModified = 11,

    /// <summary>From home, with content: a copy to read that nobody else has; it may be written. Answers <see cref="GetShared"/>.</summary>
    DataExclusive = 12,

    /// <summary>From home to the owner: give the page back if you wrote it, else keep a copy to read.</summary>
    RecallMigratory = 13,

    /// <summary>To home: nothing was written here, what is at home is right; a copy to read stays. Answers <see cref="RecallShared"/> and <see cref="RecallMigratory"/>.</summary>
    PutCleanShared = 14,

    /// <summary>To home: nothing was written here, what is at home is right; nothing stays. Answers <see cref="RecallModified"/>, or comes unasked since the frame was needed.</summary>
    PutClean = 15,
}
