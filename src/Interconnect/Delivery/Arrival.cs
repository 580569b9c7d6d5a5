namespace Pilevisor.Interconnect;

/// <summary>What a sequenced frame is to its receiver.</summary>
internal enum Arrival : byte
{
    /// <summary>The next one: it is handled.</summary>
    InOrder,

    /// <summary>It was here before.</summary>
    Duplicate,

    /// <summary>One before it is missing: it is kept until its turn comes.</summary>
    Early,

    /// <summary>It is too far ahead to be kept: dropped, its sender sends it again.</summary>
    OutOfOrder,

    /// <summary>It is the next one, but there is no room for the messages it may lead to: dropped, its sender is asked for it when there is.</summary>
    Deferred,
}
