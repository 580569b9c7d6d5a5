using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Cli.TraceReports;

namespace Pilevisor.Cli.Scaling;

/// <summary>Draws how much faster an application is on more CPUs: one line for each source, and the line of those that scale perfectly.</summary>
/// <param name="figures">An application's.</param>
/// <param name="one">What they are compared with.</param>
internal sealed class ScalingChart(IReadOnlyList<ScalingFigure> figures, ScalingFigure one)
{
    private const double Left = 40;
    private const double Top = 12;
    private const double Width = 370;
    private const double Height = 210;

    /// <summary>The sources in the order of their colours.</summary>
    public static IReadOnlyList<string> Sources { get; } = [ScalingFigure.Plain, ScalingFigure.Cluster, ScalingFigure.Simulated];

    private int MostCpus => figures.Max(figure => figure.Cpus);

    private double MostSpeedup => Math.Max(MostCpus, figures.Max(figure => figure.SpeedupOver(one)));

    /// <summary>The chart.</summary>
    public XElement Draw()
    {
        List<XElement> shapes = [Svg.Line(Left, Top, Left, Top + Height), Svg.Line(Left, Top + Height, Left + Width, Top + Height), Svg.Path([At(1, 1), At(MostCpus, MostCpus)], "ideal", "as many times as fast as there are CPUs")];
        for (int cpus = 1; cpus <= MostCpus; cpus++) shapes.Add(Svg.Text(At(cpus, 0).X, Top + Height + 15, "middle", $"{cpus}"));
        double step = MostSpeedup <= 5 ? 1 : Math.Ceiling(MostSpeedup / 5);
        for (double times = 0; times <= MostSpeedup; times += step) shapes.Add(Svg.Text(Left - 6, At(1, times).Y + 4, "end", $"{times:0}"));
        shapes.AddRange(Sources.SelectMany(Curve));
        return Svg.Drawing(Left + Width + 14, Top + Height + 20, "times as fast as plain QEMU with one CPU, over CPUs", [.. shapes]);
    }

    private IEnumerable<XElement> Curve(string source, int colour)
    {
        ScalingFigure[] own = [.. figures.Where(figure => figure.Source == source).OrderBy(figure => figure.Cpus)];
        if (own.Length == 0) yield break;
        string kind = $"l{colour}{(source == ScalingFigure.Simulated ? " dashed" : "")}";
        yield return Svg.Path([.. own.Select(figure => At(figure.Cpus, figure.SpeedupOver(one)))], kind, source);
        foreach (ScalingFigure figure in own)
        {
            (double x, double y) = At(figure.Cpus, figure.SpeedupOver(one));
            yield return Svg.Box(x - 3.5, y - 3.5, 7, 7, Svg.Colour(colour), FormattableString.Invariant($"{source}, {figure.Cpus} CPUs: {figure.Seconds:0.00} s, {figure.SpeedupOver(one):0.00} times"));
        }
    }

    private (double X, double Y) At(int cpus, double speedup) => (Left + (MostCpus == 1 ? Width / 2 : (cpus - 1) * Width / (MostCpus - 1)), Top + Height - (speedup * Height / MostSpeedup));
}
