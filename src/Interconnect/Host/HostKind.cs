namespace Pilevisor.Interconnect;

/// <summary>Kinds of frame to the host, and three from it: <see cref="MessageKind"/> 0x10 to 0x1f. None of them is acknowledged.</summary>
public enum HostKind : byte
{
    /// <summary>A line of a node's log.</summary>
    Log = 0x10,

    /// <summary>A node has reached a step of bring-up.</summary>
    Progress = 0x11,

    /// <summary>A part of a node's counters. From the host to a node: it is to send them as they are.</summary>
    Counters = 0x12,

    /// <summary>All counters were sent.</summary>
    CountersEnd = 0x13,

    /// <summary>A line of a panic's report.</summary>
    PanicLine = 0x14,

    /// <summary>A panic's report is complete; the node has stopped.</summary>
    PanicEnd = 0x15,

    /// <summary>The cluster ends as the guest asked, or since a node has died.</summary>
    Ended = 0x16,

    /// <summary>A part of a node's recording of accesses to pages.</summary>
    Trace = 0x17,

    /// <summary>A node has joined the cluster while the guest runs.</summary>
    Joined = 0x18,

    /// <summary>How a node is: a <see cref="NodeStatus"/>.</summary>
    Status = 0x19,

    /// <summary>How much the guest uses of the memory of a node that has joined: a <see cref="PluggedMemory"/>.</summary>
    Plugged = 0x1a,

    /// <summary>A node is about to leave the cluster, and then to power off.</summary>
    Leaving = 0x1b,

    /// <summary>A node has left the cluster while the guest runs, or has died and is missed by nobody.</summary>
    Left = 0x1c,

    /// <summary>From the host to the leader: a node is to leave. Again and again until it has left, or cannot.</summary>
    Remove = 0x1d,

    /// <summary>The answer to that: how far it is, or why the node stays.</summary>
    Removal = 0x1e,

    /// <summary>From the host to the leader: the machine of a node has ended. Again and again until it hears that the node has left, or the cluster ends.</summary>
    MachineEnded = 0x1f,
}
