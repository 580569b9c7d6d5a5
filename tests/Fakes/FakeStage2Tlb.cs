using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Remembers TLB maintenance, and lets a test look at the tables while it happens.</summary>
public sealed class FakeStage2Tlb : IStage2Tlb
{
    /// <summary>The calls, in order.</summary>
    public List<string> Calls { get; } = [];

    /// <summary>Runs inside <see cref="Invalidate"/>.</summary>
    public Action? OnInvalidate { get; set; }

    /// <summary>Runs inside <see cref="InvalidateAll"/>.</summary>
    public Action? OnInvalidateAll { get; set; }

    /// <inheritdoc/>
    public void Invalidate(GranuleNumber first, uint pages)
    {
        Calls.Add(nameof(Invalidate));
        OnInvalidate?.Invoke();
    }

    /// <inheritdoc/>
    public void InvalidateAll()
    {
        Calls.Add(nameof(InvalidateAll));
        OnInvalidateAll?.Invoke();
    }

    /// <inheritdoc/>
    public void Relax(GranuleNumber page) => Calls.Add(nameof(Relax));

    /// <inheritdoc/>
    public void Publish() => Calls.Add(nameof(Publish));
}
