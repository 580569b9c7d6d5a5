namespace Pilevisor.Interconnect;

/// <summary>How far the end of the cluster has got on this node.</summary>
internal enum ShutdownPhase
{
    /// <summary>The guest runs.</summary>
    Running,

    /// <summary>The leader waits for the members' counters.</summary>
    Gathering,

    /// <summary>The leader waits for the members to say that they stop.</summary>
    Ending,

    /// <summary>The last acknowledgements are on their way; then the machine stops.</summary>
    Leaving,

    /// <summary>The firmware was called.</summary>
    Stopped,
}
