using Pilevisor.Lab.Checking;

namespace Pilevisor.Cli.Commands;

/// <summary>What became of one exploration.</summary>
/// <param name="Protocol">Whose.</param>
/// <param name="Exploration">What was found.</param>
internal sealed record CheckOutcome(string Protocol, Exploration Exploration)
{
    private string Verdict => Exploration.Violation is not null ? "VIOLATION" : Exploration.IsComplete ? "right" : "the memory did not suffice: see --memory";

    public object ToReport() => new
    {
        protocol = Protocol,
        cluster = $"{Exploration.Shape}",
        progress = Exploration.AsksProgress,
        states = Exploration.States,
        transitions = Exploration.Transitions,
        depth = Exploration.Depth,
        seconds = Exploration.Elapsed.TotalSeconds,
        complete = Exploration.IsComplete,
        violation = Exploration.Violation?.Message,
        steps = Exploration.Violation?.Steps.Count,
    };

    public override string ToString() =>
        $"{Protocol}, {Exploration.Shape}{(Exploration.AsksProgress ? ", does every access complete" : "")}: {Verdict}. "
        + $"{Exploration.States:N0} states, {Exploration.Transitions:N0} transitions, depth {Exploration.Depth}, {Exploration.Elapsed.TotalSeconds:F1} s";
}
