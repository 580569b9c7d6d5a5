using System.Collections.Generic;

namespace Pilevisor.Lab.Views;

/// <summary>What came of it.</summary>
/// <param name="Shape">The cluster.</param>
/// <param name="States">How many states it can reach.</param>
/// <param name="Violation">What must not be and is; null if there is nothing.</param>
/// <param name="Steps">The shortest way there.</param>
public sealed record ViewExploration(ViewShape Shape, int States, string? Violation, IReadOnlyList<string> Steps)
{
    /// <inheritdoc/>
    public override string ToString() => Violation is null ? $"{Shape}: {States} states, all right" : $"{Shape}: {Violation}\n{string.Join('\n', Steps)}";
}
