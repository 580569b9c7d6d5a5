namespace Pilevisor.Coherence;

/// <summary>The owner directory's messages. On the wire the kind is 0x20 + the number.</summary>
internal enum OwnerDirectoryMessage : byte
{
    /// <summary>Requester to home: a copy to read.</summary>
    GetShared = 0,

    /// <summary>Requester to home: the page, to write it. Flag <see cref="OwnerDirectory.SaysItHasCopy"/>. Value: which <see cref="PagesAlong"/> are to come along.</summary>
    GetExclusive = 1,

    /// <summary>Home to owner: send Requester a copy.</summary>
    ForwardShared = 2,

    /// <summary>Home to owner: send Requester the page. Flag <see cref="OwnerDirectory.SaysItHasCopy"/> as the requester set it.</summary>
    ForwardExclusive = 3,

    /// <summary>Owner to requester, with content: a copy to read.</summary>
    Data = 4,

    /// <summary>Owner to requester, with content: the page is yours. Count: the acknowledgements to await before writing. Value, from home: which <see cref="PagesAlong"/>, all zero, are yours too.</summary>
    ExclusiveData = 5,

    /// <summary>Owner to requester: the page whose copy you have is yours. Count as in <see cref="ExclusiveData"/>.</summary>
    ExclusiveGrant = 6,

    /// <summary>Owner to copyset: give your copy up and acknowledge to Requester.</summary>
    Invalidate = 7,

    /// <summary>Holder of a copy to writer: it is gone.</summary>
    InvalidateAcknowledge = 8,

    /// <summary>Owner to home: take the page back, its frame is needed.</summary>
    PutRequest = 9,

    /// <summary>Home to owner: give it back then. Flag <see cref="OwnerDirectory.SaysItHasCopy"/> if home has a copy.</summary>
    ForwardPut = 10,

    /// <summary>Owner to home, with content: the page is yours again. Nodes: the copyset, whose copies stay valid.</summary>
    PutData = 11,

    /// <summary>Owner to home: the page whose copy you have is yours again. Nodes as in <see cref="PutData"/>.</summary>
    PutGrant = 12,

    /// <summary>Home to requester: of the pages that were to come along with a GetExclusive these do not. Value: which.</summary>
    StayBehind = 13,
}
