using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Remembers what was maintained.</summary>
public sealed class FakeCaches : ICacheMaintenance
{
    /// <summary>Where ranges began that were cleaned.</summary>
    public HashSet<ulong> Cleaned { get; } = [];

    /// <summary>How often the instruction caches were invalidated.</summary>
    public int InstructionInvalidations { get; private set; }

    /// <summary>Runs inside <see cref="InvalidateInstructions"/>.</summary>
    public Action? OnInvalidateInstructions { get; set; }

    /// <inheritdoc/>
    public void CleanAndInvalidate(PhysicalAddress start, uint bytes) => Cleaned.Add(start.Value);

    /// <inheritdoc/>
    public void InvalidateInstructions()
    {
        InstructionInvalidations++;
        OnInvalidateInstructions?.Invoke();
    }
}
