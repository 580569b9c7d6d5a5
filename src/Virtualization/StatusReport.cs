using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Tells the host once a second how this node is, while the guest runs.</summary>
/// <param name="host">The host.</param>
/// <param name="cluster">What the node gives.</param>
/// <param name="power">Which vCPUs are on.</param>
/// <param name="idle">How long they had nothing to do.</param>
/// <param name="frames">What is kept of other nodes' memory.</param>
/// <param name="pool">What is on its way to other nodes.</param>
/// <param name="counters">What was counted.</param>
/// <param name="timers">Calls it.</param>
/// <param name="counter">The clock.</param>
public sealed class StatusReport(HostChannel host, ClusterDescription cluster, VcpuPower power, IdleTime idle, FrameCache frames, FramePool pool, NodeCounters counters, ITimers timers, ICounter counter) : TimerClient, INodeStatus
{
    private const ulong PeriodMicroseconds = 1_000_000;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => timers.Register(this);

    /// <summary>The guest starts: from now on the calling CPU tells.</summary>
    public void Begin() => timers.Request(this, counter.Now);

    /// <inheritdoc/>
    public bool IsKnown => cluster.IsDescribed;

    /// <inheritdoc/>
    public NodeStatus Now
    {
        get
        {
            NodeDescription own = cluster[cluster.Self];
            return new()
            {
                GivenBytes = own.PresentBytes,
                CachedBytes = frames.UsedBytes,
                Misses = counters[Counter.ReadFetches] + counters[Counter.WriteFetches] + counters[Counter.Upgrades],
                Vcpus = power.CountOn(),
                Cpus = own.PresentCpus,
                View = cluster.View,
                WaitingFrames = (uint)pool.Waiting,
                IdleMicroseconds = idle.Microseconds,
            };
        }
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        NodeStatus status = Now;
        host.TryStatus(in status);
        return now + counter.Microseconds(PeriodMicroseconds);
    }
}
