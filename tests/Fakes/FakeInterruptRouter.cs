using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A table of interrupt handlers that a test can call.</summary>
public sealed class FakeInterruptRouter : IInterruptRouter
{
    /// <summary>The handlers by INTID.</summary>
    public Dictionary<uint, InterruptHandler> Handlers { get; } = [];

    /// <inheritdoc/>
    public void Register(InterruptId interrupt, InterruptHandler handler)
    {
        if (!Handlers.TryAdd(interrupt.Value, handler)) Panic.Fail($"{interrupt} has two handlers");
    }

    /// <summary>Takes an interrupt, as the machine would.</summary>
    public InterruptOutcome Take(InterruptId interrupt) => Handlers[interrupt.Value].Handle(interrupt);
}
