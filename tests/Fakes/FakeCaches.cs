using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Remembers what was maintained.</summary>
public sealed class FakeCaches : ICacheMaintenance
{
    /// <summary>Where ranges began that were cleaned.</summary>
    public HashSet<ulong> Cleaned { get; } = [];

    /// <summary>Where ranges began that were made executable.</summary>
    public HashSet<ulong> Executable { get; } = [];

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

    /// <inheritdoc/>
    public void MakeExecutable(PhysicalAddress start, uint bytes) => Executable.Add(start.Value);
}
