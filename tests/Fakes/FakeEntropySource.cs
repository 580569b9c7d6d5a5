using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A source whose numbers a test writes down.</summary>
public sealed class FakeEntropySource : EntropySource
{
    /// <summary>What it draws next, in order; null is a time at which it has none, and so is the time after the last.</summary>
    public Queue<ulong?> Next { get; } = new();

    /// <summary>How often it was asked.</summary>
    public int Draws { get; private set; }

    /// <summary>Whether the calling CPU can ask it.</summary>
    public bool CanBeAsked { get; set; }

    /// <inheritdoc/>
    public override bool IsThere => CanBeAsked;

    /// <inheritdoc/>
    public override bool TryDraw(out ulong bits)
    {
        Panic.Unless(CanBeAsked, "a source is asked that is not there");
        Draws++;
        Next.TryDequeue(out ulong? next);
        bits = next ?? 0;
        return next is not null;
    }
}
