namespace Pilevisor.Samples;

/// <summary>The sets of nodes behind each <see cref="YourProtocolEntry"/>, in the order in which they lie there. Used at home only.</summary>
internal enum YourProtocolSet : byte
{
    /// <summary>The other nodes that were given the page and have not given it up.</summary>
    Holders,

    /// <summary>Who waits for the page, home itself perhaps among them.</summary>
    Waiting,

    /// <summary>Those of them who want to write.</summary>
    Writers,
}
