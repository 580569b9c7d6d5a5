using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Cli.Commands;

/// <summary>A guest program's figure on several machines: plain QEMU first, one node next.</summary>
/// <param name="Figure">What it is.</param>
/// <param name="Machines">The machines.</param>
/// <param name="Values">For each machine the figure of each run.</param>
internal sealed record ProgramFigures(GuestFigure Figure, ComparedMachine[] Machines, double[][] Values)
{
    /// <summary>The median on each machine, and how many times as long that is as on plain QEMU and on one node.</summary>
    public IEnumerable<(string Figure, string Machine, double Median, double ToPlain, double ToOneNode)> Rows()
    {
        double[] medians = [.. Values.Select(Median.Of)];
        return Machines.Select((machine, i) => (Figure.Name, machine.Name, medians[i], Figure.Slowdown(medians[i], medians[0]), Figure.Slowdown(medians[i], medians[1])));
    }

    /// <summary>The same for --json, with every run's.</summary>
    public object Summary() => new { name = Figure.Name, program = Figure.Command, machines = Rows().Select((row, i) => new { row.Machine, values = Values[i], row.Median, row.ToPlain, row.ToOneNode }) };
}
