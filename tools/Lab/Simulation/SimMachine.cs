using System;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>The machine that a simulated node runs on, as far as the memory aggregation needs one: CPUs of which the simulator says which one runs, a clock that is virtual time in nanoseconds, one timer. Caches hide nothing.</summary>
/// <param name="simulator">Has the time.</param>
/// <param name="node">The node's number.</param>
internal sealed class SimMachine(Simulator simulator, int node) : IProcessor, ICounter, IGuestTime, ITimers, IWaits, IInterruptController, ICacheMaintenance, ILog
{
    private TimerClient? _client;
    private Cycles _deadline = Cycles.Never;

    public CpuIndex Current { get; set; }

    public Cycles Now => new((ulong)simulator.Now);

    public ulong FrequencyHz => 1_000_000_000;

    public void Register(TimerClient client) => _client = _client is null ? client : throw new InvalidOperationException("one part of a simulated node has a timer");

    public void Request(TimerClient client, Cycles deadline)
    {
        if (deadline >= _deadline) return;
        _deadline = deadline;
        simulator.After(Math.Max(0, (long)deadline.Value - simulator.Now), new SimEvent(SimEventKind.TimerFires, node));
    }

    /// <summary>A time has come that was requested, perhaps one that an earlier took the place of.</summary>
    public void OnTimer()
    {
        if (_deadline > Now) return;
        _deadline = Cycles.Never;
        Cycles next = _client!.OnDeadline(Now);
        if (next < Cycles.Never) Request(_client, next);
    }

    public Wait Begin() => new(Now, Cycles.Never);

    /// <summary>Who would wait here is tried again by the simulator, when what it waits for has happened.</summary>
    public void Serve(ref Wait wait, string what) => throw new InvalidOperationException($"a simulated node waits for {what}");

    /// <summary>The simulator looks itself who waits no more.</summary>
    public void Kick(CpuIndex cpu)
    {
    }

    public void CleanAndInvalidate(PhysicalAddress start, uint bytes)
    {
    }

    public void InvalidateInstructions()
    {
    }

    public void Write(LogLevel level, ref TextBuilder line)
    {
    }

    public Cycles CounterAt(Cycles time) => time;

    public void AdvanceTo(Cycles time) => throw new NotSupportedException();

    public void BeginAt(Cycles time) => throw new NotSupportedException();

    public void Follow(InterruptId interrupt, InterruptTrigger trigger) => throw new NotSupportedException();

    public void Idle() => throw new NotSupportedException();

    public void WaitForInterrupt() => throw new NotSupportedException();

    public void Relax() => throw new NotSupportedException();

    public void InitializeDistributor() => throw new NotSupportedException();

    public void InitializeCpu() => throw new NotSupportedException();

    public void Enable(InterruptId interrupt, InterruptTrigger trigger, CpuIndex target) => throw new NotSupportedException();

    public InterruptId Acknowledge() => throw new NotSupportedException();

    public void DropPriority(InterruptId interrupt) => throw new NotSupportedException();

    public void Deactivate(InterruptId interrupt) => throw new NotSupportedException();
}
