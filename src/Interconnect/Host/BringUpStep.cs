namespace Pilevisor.Interconnect;

/// <summary>How far a node's bring-up has got.</summary>
public enum BringUpStep : byte
{
    /// <summary>It runs and looks for the others.</summary>
    Discovering = 0,

    /// <summary>It has answered the leader. The leader itself skips this step.</summary>
    Offered = 1,

    /// <summary>It knows the cluster.</summary>
    Described = 2,

    /// <summary>Its set-up is done, and the leader hears of it.</summary>
    Ready = 3,

    /// <summary>All nodes are ready: the guest may run.</summary>
    Started = 4,
}
