using System;

namespace Pilevisor.Lab.Checking;

/// <summary>How far exploring has got.</summary>
/// <param name="States">States seen.</param>
/// <param name="Queue">Of those, states whose ways on were not tried yet.</param>
/// <param name="Depth">Steps from the start.</param>
/// <param name="Elapsed">Since it began.</param>
public readonly record struct ExplorerProgress(int States, int Queue, int Depth, TimeSpan Elapsed)
{
    /// <summary>States a second, on average.</summary>
    public double StatesPerSecond => States / Math.Max(Elapsed.TotalSeconds, 1e-3);

    /// <inheritdoc/>
    public override string ToString() => $"{States:N0} states, {Queue:N0} in the queue, depth {Depth}, {StatesPerSecond:N0} states/s";
}
