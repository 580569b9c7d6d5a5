using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Timers that fire when a test says so: set the counter, then <see cref="RunDue"/>.</summary>
/// <param name="counter">The time.</param>
/// <param name="processor">The CPU that asks and is called.</param>
public sealed class FakeTimers(ICounter counter, FakeProcessor processor) : ITimers
{
    private readonly List<TimerClient> _clients = [];
    private readonly Dictionary<(TimerClient Client, int Cpu), Cycles> _deadlines = [];

    /// <summary>Who registered, in order.</summary>
    public IReadOnlyList<TimerClient> Clients => _clients;

    /// <summary>The earliest deadline of all CPUs, or <see cref="Cycles.Never"/>.</summary>
    public Cycles NextDeadline
    {
        get
        {
            Cycles next = Cycles.Never;
            foreach (Cycles deadline in _deadlines.Values)
            {
                if (deadline < next) next = deadline;
            }
            return next;
        }
    }

    /// <inheritdoc/>
    public void Register(TimerClient client)
    {
        Panic.Unless(_clients.Count < 16 && !_clients.Contains(client), "more than 16 timer clients, or one twice");
        _clients.Add(client);
    }

    /// <inheritdoc/>
    public void Request(TimerClient client, Cycles deadline)
    {
        Panic.Unless(_clients.Contains(client), "a timer client that was not registered");
        (TimerClient, int) key = (client, processor.Current.Value);
        if (!_deadlines.TryGetValue(key, out Cycles earlier) || deadline < earlier) _deadlines[key] = deadline;
    }

    /// <summary>Whether a deadline of <paramref name="cpu"/> has passed.</summary>
    public bool IsDue(int cpu) => Due().Exists(due => due.Cpu == cpu);

    /// <summary>Calls every client whose deadline has passed, each on the CPU that asked. Says how many there were.</summary>
    /// <param name="only">If not negative, only those of this CPU.</param>
    public int RunDue(int only = -1)
    {
        int calls = 0;
        foreach ((TimerClient client, int cpu) in Due())
        {
            if (only >= 0 && cpu != only) continue;
            _deadlines.Remove((client, cpu));
            CpuIndex before = processor.Current;
            processor.Current = new CpuIndex(cpu);
            Cycles next = client.OnDeadline(counter.Now);
            if (next < Cycles.Never) Request(client, next);
            processor.Current = before;
            calls++;
        }
        return calls;
    }

    private List<(TimerClient Client, int Cpu)> Due()
    {
        Cycles now = counter.Now;
        List<(TimerClient Client, int Cpu)> due = [];
        foreach (KeyValuePair<(TimerClient Client, int Cpu), Cycles> entry in _deadlines)
        {
            if (entry.Value <= now) due.Add(entry.Key);
        }
        due.Sort((a, b) => _clients.IndexOf(a.Client) * 64 + a.Cpu - (_clients.IndexOf(b.Client) * 64) - b.Cpu);
        return due;
    }
}
