using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>A guest program's figure on several machines, of which the first are what the others are compared with.</summary>
/// <param name="Figure">What it is.</param>
/// <param name="Machines">The machines.</param>
/// <param name="Values">For each machine the figure of each run.</param>
/// <param name="References">What the first machines are called in comparisons.</param>
internal sealed record ProgramFigures(GuestFigure Figure, ComparedMachine[] Machines, double[][] Values, string[] References)
{
    /// <summary>The median on each machine, and how many times as long that is as on each of <see cref="References"/>.</summary>
    public IEnumerable<(string Figure, string Machine, double Median, double[] To)> Rows()
    {
        double[] medians = [.. Values.Select(Median.Of)];
        return Machines.Select((machine, i) => (Figure.Name, machine.Name, medians[i], References.Select((_, reference) => Figure.Slowdown(medians[i], medians[reference])).ToArray()));
    }

    /// <summary>The same for --json, with every run's.</summary>
    public object Summary() => new
    {
        name = Figure.Name,
        program = Figure.Command,
        machines = Rows().Select((row, i) => new { row.Machine, values = Values[i], row.Median, to = References.Zip(row.To).ToDictionary(pair => pair.First, pair => pair.Second) }),
    };
}
