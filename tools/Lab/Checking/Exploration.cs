using System;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>What came of exploring.</summary>
/// <param name="Shape">The cluster.</param>
/// <param name="States">States reached, those alike up to the names of nodes counted once.</param>
/// <param name="Transitions">Steps tried.</param>
/// <param name="Depth">Steps from the start to the farthest state.</param>
/// <param name="Symmetries">Renamings of nodes under which states count as one.</param>
/// <param name="Elapsed">How long it took.</param>
/// <param name="IsComplete">Whether every reachable state was visited; false if a violation or the bound on memory ended it.</param>
/// <param name="AsksProgress">Whether it was asked if every access completes.</param>
/// <param name="Violation">What the protocol did wrong, by a shortest way; null if nothing.</param>
public sealed record Exploration(
    ModelShape Shape, int States, long Transitions, int Depth, int Symmetries, TimeSpan Elapsed, bool IsComplete, bool AsksProgress, Counterexample? Violation)
{
    /// <summary>States a second.</summary>
    public double StatesPerSecond => States / Math.Max(Elapsed.TotalSeconds, 1e-3);
}
