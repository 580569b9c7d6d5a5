using System;

namespace Pilevisor.Kernel;

/// <summary>Deadlines of a few clients on each CPU, multiplexed onto that CPU's EL2 timer.</summary>
/// <param name="timer">The hardware.</param>
/// <param name="counter">The clock.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="router">Leads the timer's interrupt here.</param>
public sealed class Timers(IDeadlineTimer timer, ICounter counter, IProcessor processor, IInterruptRouter router) : InterruptHandler, ITimers
{
    /// <summary>How long after the clients were called, in microseconds, none is called again, whatever its deadline.</summary>
    public const ulong LeastPauseMicroseconds = 10;

    private const int MaximumClients = 24;

    // A client whose next deadline has passed when all were called, again and again perhaps, leaves room for other interrupts: the timer's comes first of those that are pending, by its number, and the guest last.
    private readonly Cycles _leastPause = counter.Microseconds(LeastPauseMicroseconds);

    private readonly TimerClient?[] _clients = new TimerClient?[MaximumClients];

    // [cpu, client]; a CPU touches its own row only, so no lock is needed.
    private readonly ulong[] _deadlines = new ulong[CpuIndex.MaximumCpus * MaximumClients];

    // [cpu]: what its timer is set to. Setting it costs more than all the rest here.
    private readonly ulong[] _set = new ulong[CpuIndex.MaximumCpus];
    private int _clientCount;

    /// <summary>Takes the timer's interrupt and clears all deadlines. Boot only.</summary>
    [Starts(BootPhase.Machine)]
    public void Initialize()
    {
        for (int i = 0; i < _deadlines.Length; i++) _deadlines[i] = ulong.MaxValue;
        for (int i = 0; i < _set.Length; i++) _set[i] = ulong.MaxValue;
        router.Register(timer.Interrupt, this);
    }

    /// <inheritdoc/>
    public void Register(TimerClient client)
    {
        Panic.Unless(_clientCount < MaximumClients, "more timer clients than there are places: raise Timers.MaximumClients");
        client.Place = _clientCount;
        _clients[_clientCount++] = client;
    }

    /// <inheritdoc/>
    public void Request(TimerClient client, Cycles deadline)
    {
        Panic.Unless(client.Place >= 0, "a timer client that was not registered");
        int cpu = processor.Current.Value;
        ref ulong entry = ref _deadlines[(cpu * MaximumClients) + client.Place];
        if (deadline.Value >= entry) return;
        entry = deadline.Value;
        if (deadline.Value < _set[cpu]) Set(cpu, deadline.Value);
    }

    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        Cycles now = counter.Now;
        int cpu = processor.Current.Value;
        Span<ulong> deadlines = _deadlines.AsSpan(cpu * MaximumClients, _clientCount);

        // The timer is not set: a client that asks for another's deadline meanwhile sets it.
        _set[cpu] = ulong.MaxValue;
        ulong earliest = ulong.MaxValue;
        for (int i = 0; i < deadlines.Length; i++)
        {
            ref ulong entry = ref deadlines[i];
            if (entry <= now.Value)
            {
                entry = ulong.MaxValue;
                Cycles next = _clients[i]!.OnDeadline(now);
                if (next.Value < entry) entry = next.Value;
            }
            earliest = Math.Min(earliest, entry);
        }
        Set(cpu, Math.Max(Math.Min(earliest, _set[cpu]), (counter.Now + _leastPause).Value));
        return InterruptOutcome.Completed;
    }

    private void Set(int cpu, ulong deadline)
    {
        _set[cpu] = deadline;
        timer.Set(new Cycles(deadline));
    }
}
