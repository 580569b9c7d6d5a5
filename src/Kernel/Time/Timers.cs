namespace Pilevisor.Kernel;

/// <summary>Deadlines of a few clients on each CPU, multiplexed onto that CPU's EL2 timer.</summary>
/// <param name="timer">The hardware.</param>
/// <param name="counter">The clock.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="router">Leads the timer's interrupt here.</param>
public sealed class Timers(IDeadlineTimer timer, ICounter counter, IProcessor processor, IInterruptRouter router) : InterruptHandler, ITimers
{
    private const int MaximumClients = 16;

    private readonly TimerClient?[] _clients = new TimerClient?[MaximumClients];

    // [cpu, client]; a CPU touches its own row only, so no lock is needed.
    private readonly ulong[] _deadlines = new ulong[CpuIndex.MaximumCpus * MaximumClients];
    private int _clientCount;

    /// <summary>Takes the timer's interrupt and clears all deadlines. Boot only.</summary>
    public void Initialize()
    {
        for (int i = 0; i < _deadlines.Length; i++) _deadlines[i] = ulong.MaxValue;
        router.Register(timer.Interrupt, this);
    }

    /// <inheritdoc/>
    public void Register(TimerClient client)
    {
        Panic.Unless(_clientCount < MaximumClients, "more timer clients than there are places: raise Timers.MaximumClients");
        _clients[_clientCount++] = client;
    }

    /// <inheritdoc/>
    public void Request(TimerClient client, Cycles deadline)
    {
        ref ulong entry = ref _deadlines[Row + IndexOf(client)];
        if (deadline.Value >= entry) return;
        entry = deadline.Value;
        Arm();
    }

    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        Cycles now = counter.Now;
        for (int i = 0; i < _clientCount; i++)
        {
            ref ulong entry = ref _deadlines[Row + i];
            if (entry > now.Value) continue;
            entry = ulong.MaxValue;
            Cycles next = _clients[i]!.OnDeadline(now);
            if (next.Value < entry) entry = next.Value;
        }
        Arm();
        return InterruptOutcome.Completed;
    }

    private int Row => processor.Current.Value * MaximumClients;

    private int IndexOf(TimerClient client)
    {
        for (int i = 0; i < _clientCount; i++)
        {
            if (_clients[i] == client) return i;
        }
        Panic.Fail("a timer client that was not registered");
        return 0;
    }

    private void Arm()
    {
        ulong earliest = ulong.MaxValue;
        for (int i = 0; i < _clientCount; i++)
        {
            ulong deadline = _deadlines[Row + i];
            if (deadline < earliest) earliest = deadline;
        }
        timer.Set(new Cycles(earliest));
    }
}
