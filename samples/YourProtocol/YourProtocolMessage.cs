namespace Pilevisor.Samples;

/// <summary>What is said between a page's home and another node, which is the message's requester if it sends it.</summary>
internal enum YourProtocolMessage : byte
{
    /// <summary>To home: I want to read.</summary>
    GetShared,

    /// <summary>To home: I want to write.</summary>
    GetModified,

    /// <summary>From home, with the page: read it.</summary>
    DataShared,

    /// <summary>From home, with the page: write it.</summary>
    DataModified,

    /// <summary>From home: give it up.</summary>
    Invalidate,

    /// <summary>To home: I gave my copy up.</summary>
    Gone,

    /// <summary>To home, with the page: I gave it up.</summary>
    Put,
}
