namespace Pilevisor.Coherence;

/// <summary>The MSI directory's messages. Each goes to a page's home or comes from it. On the wire the kind is 0x20 + the number.</summary>
internal enum MsiDirectoryMessage : byte
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
}
