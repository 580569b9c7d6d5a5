using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Says in the log, every <see cref="PeriodMicroseconds"/> in which anything happened, what the node's CPUs waited for: whoever watches a guest that takes long, or gives up on it, learns whether it is getting on.
/// </summary>
/// <param name="counters">What was counted.</param>
/// <param name="timers">Calls it.</param>
/// <param name="counter">The clock.</param>
/// <param name="log">Where it says so.</param>
public sealed class ActivityLog(NodeCounters counters, ITimers timers, ICounter counter, ILog log) : TimerClient
{
    /// <summary>How often.</summary>
    public const ulong PeriodMicroseconds = 10_000_000;

    private ulong _waits;
    private ulong _waitMicroseconds;
    private ulong _traps;
    private Cycles _since;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => timers.Register(this);

    /// <summary>The guest starts: from now on the calling CPU tells.</summary>
    public void Begin()
    {
        _since = counter.Now;
        timers.Request(this, _since + counter.Microseconds(PeriodMicroseconds));
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        ulong waits = Waits();
        ulong microseconds = counters[Counter.PageWaitMicroseconds];
        ulong traps = counters[Counter.Traps];
        ulong newWaits = waits - _waits;
        if (newWaits != 0 || traps != _traps)
        {
            ulong average = newWaits == 0 ? 0 : (microseconds - _waitMicroseconds) / newWaits;
            log.Info($"in {counter.ToMicroseconds(now - _since) / 1000} ms: {newWaits} waits for pages, {average} us each; {traps - _traps} traps");
        }
        (_waits, _waitMicroseconds, _traps, _since) = (waits, microseconds, traps, now);
        return now + counter.Microseconds(PeriodMicroseconds);
    }

    private ulong Waits()
    {
        ulong waits = 0;
        for (int bucket = 0; bucket < NodeCounters.LatencyBuckets; bucket++) waits += counters.FaultLatencies(bucket);
        return waits;
    }
}
