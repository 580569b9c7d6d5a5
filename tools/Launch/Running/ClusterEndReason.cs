namespace Pilevisor.Launch.Running;

/// <summary>Why a cluster ended.</summary>
public enum ClusterEndReason
{
    /// <summary>The guest powered off or reset, and every machine with it.</summary>
    PoweredOff,

    /// <summary>The hypervisor panicked.</summary>
    Panicked,

    /// <summary>A machine failed, or went on when the others had ended.</summary>
    MachineFailed,

    /// <summary>A node has died that the guest could not do without; the others stopped in order.</summary>
    NodeLost,

    /// <summary>What the guest wrote could not be taken here.</summary>
    HostFailed,

    /// <summary>It was stopped from here.</summary>
    Stopped,
}
