using System.Collections.Generic;

namespace Pilevisor.Cli.Commands;

/// <summary>What came of a test project.</summary>
/// <param name="Project">Its name.</param>
/// <param name="Passed">Tests that passed.</param>
/// <param name="Failed">Tests that failed, were skipped or could not be run.</param>
/// <param name="Seconds">How long it took.</param>
internal sealed record TestOutcome(string Project, int Passed, int Failed, double Seconds)
{
    /// <summary>Each test that failed, by its name, and why; or why the project has no results.</summary>
    public IReadOnlyList<string> Failures { get; init; } = [];
}
