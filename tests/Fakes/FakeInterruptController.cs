using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>An interrupt controller that remembers what was enabled and kicked, and hands out the interrupts a test makes pending.</summary>
public sealed class FakeInterruptController : IInterruptController
{
    private readonly Queue<InterruptId> _pending = [];

    /// <summary>What was enabled: INTID to trigger and target.</summary>
    public Dictionary<uint, (InterruptTrigger Trigger, CpuIndex Target)> Enabled { get; } = [];

    /// <summary>The CPUs that were kicked, in order.</summary>
    public List<int> Kicks { get; } = [];

    /// <summary>INTIDs whose priority was dropped, in order.</summary>
    public List<uint> Dropped { get; } = [];

    /// <summary>INTIDs that were deactivated, in order.</summary>
    public List<uint> Deactivated { get; } = [];

    /// <summary>Makes an interrupt pending.</summary>
    public void Raise(InterruptId interrupt) => _pending.Enqueue(interrupt);

    /// <inheritdoc/>
    public void InitializeDistributor()
    {
    }

    /// <inheritdoc/>
    public void InitializeCpu()
    {
    }

    /// <inheritdoc/>
    public void Enable(InterruptId interrupt, InterruptTrigger trigger, CpuIndex target) => Enabled[interrupt.Value] = (trigger, target);

    /// <inheritdoc/>
    public InterruptId Acknowledge() => _pending.TryDequeue(out InterruptId interrupt) ? interrupt : new InterruptId(1023);

    /// <inheritdoc/>
    public void DropPriority(InterruptId interrupt) => Dropped.Add(interrupt.Value);

    /// <inheritdoc/>
    public void Deactivate(InterruptId interrupt) => Deactivated.Add(interrupt.Value);

    /// <inheritdoc/>
    public void Kick(CpuIndex cpu) => Kicks.Add(cpu.Value);
}
