using System;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Waiting lets a test's world go on: each time somebody waits, <see cref="OnServe"/> is called.</summary>
/// <param name="counter">The time.</param>
public sealed class FakeWaits(ICounter counter) : IWaits
{
    /// <summary>What happens meanwhile; must move time on, or every wait outlasts <see cref="MaximumServes"/>.</summary>
    public Action? OnServe { get; set; }

    /// <summary>How long a wait may last.</summary>
    public ulong BoundMicroseconds { get; set; } = 10_000_000;

    /// <summary>How often one test may wait at all: a wait that never ends fails instead of hanging.</summary>
    public int MaximumServes { get; set; } = 1_000_000;

    /// <summary>What was last waited for.</summary>
    public string LastPurpose { get; private set; } = "";

    /// <summary>What goes to the CPU that waits.</summary>
    public InterruptId Followed { get; private set; }

    /// <inheritdoc/>
    public void Follow(InterruptId interrupt, InterruptTrigger trigger) => Followed = interrupt;

    /// <inheritdoc/>
    public Wait Begin() => new(counter.Now, counter.Now + counter.Microseconds(BoundMicroseconds));

    /// <inheritdoc/>
    public void Serve(ref Wait wait, string what)
    {
        LastPurpose = what;
        if (counter.Now > wait.Deadline) Panic.Fail($"waited {counter.ToMicroseconds(counter.Now - wait.Started) / 1000} ms for {what}");
        Idle();
    }

    /// <inheritdoc/>
    public void Idle()
    {
        if (--MaximumServes < 0) Panic.Fail($"a test waited for ever for {LastPurpose}");
        OnServe?.Invoke();
    }
}
