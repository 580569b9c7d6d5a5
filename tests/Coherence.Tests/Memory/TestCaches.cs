using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Remembers what was maintained.</summary>
internal sealed class TestCaches : ICacheMaintenance
{
    public HashSet<ulong> Cleaned { get; } = [];

    public HashSet<ulong> Executable { get; } = [];

    public void CleanAndInvalidate(PhysicalAddress start, uint bytes) => Cleaned.Add(start.Value);

    public void MakeExecutable(PhysicalAddress start, uint bytes) => Executable.Add(start.Value);
}
