using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>
/// Time during which this node ran: the system counter, less what passed while nobody here looked at the clock. A machine that was stopped (its QEMU, or the whole host) finds the counter far on when it goes on; whoever
/// measures another's silence or a wait's bound by this clock blames nobody for that time. It is exact to <see cref="GapMicroseconds"/>: a shorter stop counts as running, so a bound must be longer than that, and whoever
/// has one must look every <see cref="LookMicroseconds"/> or so while it runs.
/// </summary>
/// <param name="counter">The system counter.</param>
/// <param name="timers">Calls it to look at the clock.</param>
/// <param name="log">Says that the node did not run.</param>
public sealed class RunningTime(ICounter counter, ITimers timers, ILog log) : TimerClient
{
    /// <summary>How often the clock is looked at while the node runs.</summary>
    public const ulong LookMicroseconds = 250_000;

    /// <summary>Nobody looked for longer than this: the node did not run.</summary>
    public const ulong GapMicroseconds = 2_000_000;

    // A look is noted when it is this much later than the last: so the CPUs do not take one another's cache line on every look.
    private const ulong GrainMicroseconds = 10_000;

    private readonly long _gap = (long)counter.Microseconds(GapMicroseconds).Value;
    private readonly long _grain = (long)counter.Microseconds(GrainMicroseconds).Value;
    private ulong _stopped = counter.Now.Value;
    private ulong _looked;
    private ulong _told;

    /// <summary>How long the node has run. Never runs backwards by more than what two CPUs read at once.</summary>
    public Cycles Now
    {
        get
        {
            // Another turn only when another CPU found the same gap first.
            while (true)
            {
                ulong stopped = Volatile.Read(ref _stopped);
                ulong ran = counter.Now.Value - stopped;
                long sinceLook = (long)(ran - Volatile.Read(ref _looked));
                if (sinceLook < _grain) return new Cycles(ran);
                if (sinceLook <= _gap)
                {
                    Volatile.Write(ref _looked, ran);
                    return new Cycles(ran);
                }
                // What was read since the last look that was noted is up to a grain later than that: so time goes on there, and never back.
                ulong missed = (ulong)(sinceLook - _grain);
                if (Interlocked.CompareExchange(ref _stopped, stopped + missed, stopped) == stopped) return new Cycles(ran - missed);
            }
        }
    }

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Machine)]
    public void Initialize() => timers.Register(this);

    /// <summary>From now on the calling CPU, which serves its timers, looks at the clock, and the log says when the node did not run.</summary>
    public void Begin()
    {
        _ = Now;
        _told = Volatile.Read(ref _stopped);
        timers.Request(this, counter.Now + counter.Microseconds(LookMicroseconds));
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        _ = Now;
        ulong stopped = Volatile.Read(ref _stopped);
        if (stopped != _told)
        {
            ulong milliseconds = counter.ToMicroseconds(new Cycles(stopped - _told)) / 1000;
            _told = stopped;
            log.Warn($"this node did not run for {milliseconds} ms: its machine was stopped, or got no time from its host; the others get that time again");
        }
        return now + counter.Microseconds(LookMicroseconds);
    }
}
