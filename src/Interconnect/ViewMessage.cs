namespace Pilevisor.Interconnect;

/// <summary>By which the nodes agree on the next view: <see cref="MessageKind"/> 0x70 to 0x7f.</summary>
public enum ViewMessage : byte
{
    /// <summary>Leader to each member: a <see cref="ViewChange"/>. From now on whoever is in either view counts as there.</summary>
    Propose = 0x70,

    /// <summary>Member to leader: it does so. The number of the view.</summary>
    Accept = 0x71,

    /// <summary>Leader to each member: all do, so the view counts. Its number.</summary>
    Install = 0x72,

    /// <summary>Leader to a machine that wants to join, as a datagram: it cannot, and why.</summary>
    Refuse = 0x73,

    /// <summary>A node that leaves to each other: it has nothing of others any more. A <see cref="ViewChange"/>, since it may be here before <see cref="Propose"/> is.</summary>
    Drained = 0x74,

    /// <summary>To the node that leaves: its sender has forgotten it, and sends it nothing any more. The number of the view without it.</summary>
    Forgotten = 0x75,

    /// <summary>The last word of the node that leaves, to each other. The number of the view without it.</summary>
    Farewell = 0x76,

    /// <summary>Leader to each other node that lives: another has died. A <see cref="DeathNotice"/>. In the midst of any change.</summary>
    Dead = 0x77,

    /// <summary>The answer to that: what its sender knows to be lost with the dead. A <see cref="DeathNotice"/>.</summary>
    Buried = 0x78,

    /// <summary>Member to leader: another member does not answer it, and may answer the leader. A <see cref="SilenceReport"/>.</summary>
    Unheard = 0x79,
}
