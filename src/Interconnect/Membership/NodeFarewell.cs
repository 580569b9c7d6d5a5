using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The end of a node that leaves while the guest goes on elsewhere: when the others have its last word its counters go to the host, and the machine powers off.</summary>
/// <param name="delivery">Says when the last word has arrived.</param>
/// <param name="counterSender">Sends the counters.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="timers">Calls it.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What the bound is measured by.</param>
/// <param name="machine">Stops it.</param>
/// <param name="log">Says that it goes.</param>
public sealed class NodeFarewell(ReliableDelivery delivery, CounterSender counterSender, ICluster cluster, ITimers timers, ICounter counter, RunningTime running, IPowerControl machine, ILog log) : TimerClient
{
    // Who has the last word may part before its acknowledgement has arrived here. Longer than RunningTime.GapMicroseconds: who has stood still has not got it yet, perhaps.
    private const ulong BoundMicroseconds = 5_000_000;
    private const ulong TickMicroseconds = 5_000;

    private Cycles _deadline;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize() => timers.Register(this);

    /// <summary>The last word was said.</summary>
    public void Begin()
    {
        _deadline = running.Now + counter.Microseconds(BoundMicroseconds);
        timers.Request(this, counter.Now + counter.Microseconds(TickMicroseconds));
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        if (!delivery.IsAllIdle && running.Now < _deadline) return now + counter.Microseconds(TickMicroseconds);
        log.Info($"{cluster.Self} has left, and powers off");
        counterSender.SendToHost(cluster.Self);
        machine.PowerOff();
        return Cycles.Never;
    }
}
