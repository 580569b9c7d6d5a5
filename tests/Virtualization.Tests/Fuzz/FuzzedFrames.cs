namespace Pilevisor.Virtualization.Tests.Fuzz;

/// <summary>Where a frame comes from, and what is wrong with it.</summary>
internal enum FuzzedFrames
{
    /// <summary>Random bytes, or a frame of a member that was changed on the way: its checks are wrong.</summary>
    Noise,

    /// <summary>Well-formed frames of a machine that is no member, or that forges one.</summary>
    Stray,

    /// <summary>What only the host sends, from its address.</summary>
    Host,

    /// <summary>A member's frame whose header says anything.</summary>
    Header,

    /// <summary>A member's message whose body or content says anything.</summary>
    Message,

    /// <summary>A message of a working exchange, changed.</summary>
    Recorded,

    /// <summary>A member's frame outside the sequence that says anything.</summary>
    Datagram,
}
