namespace Pilevisor.Coherence;

/// <summary>The dynamic owner protocol's messages. On the wire the kind is 0x20 + the number.</summary>
internal enum DynamicOwnerMessage : byte
{
    /// <summary>Along the hints to the owner: the page, to read it; the sender keeps its copy. <see cref="CoherenceMessage.Count"/> says how many nodes have forwarded it.</summary>
    GetShared = 0,

    /// <summary>Along the hints to the owner: the page, to write it; the sender keeps nothing. Counted like <see cref="GetShared"/>.</summary>
    GetExclusive = 1,

    /// <summary>To the requester, with content: the page is yours, and so are the copies at <see cref="CoherenceMessage.Nodes"/>.</summary>
    OwnershipData = 2,

    /// <summary>To the requester: the page of which you have a copy is yours, and so are the other copies.</summary>
    Ownership = 3,

    /// <summary>From the owner: give your copy up and acknowledge.</summary>
    Invalidate = 4,

    /// <summary>To the owner: whatever was here is gone.</summary>
    InvalidateAcknowledge = 5,

    /// <summary>From the owner to home: its frame is needed, fetch the page.</summary>
    PutRequest = 6,

    /// <summary>From home: it saw the <see cref="PutRequest"/>.</summary>
    PutAcknowledge = 7,
}
