using System;
using System.Collections.Generic;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.TraceReports;

/// <summary>Draws a timeline: how many accesses waited when, and a row for each node whose colour is the fuller the more of its time it waited.</summary>
internal sealed class TimelineChart(TraceTimeline timeline, int nodes)
{
    private const double Left = 70;
    private const double Width = 1000;
    private const double Top = 14;
    private const double Height = 170;
    private const double Row = 16;
    private const double Gap = 14;
    private const int Ticks = 8;

    /// <summary>Both, over one axis of time.</summary>
    public XElement Draw()
    {
        IReadOnlyList<TimelineBin> bins = timeline.Bins;
        double bottom = Top + Height, rows = bottom + Gap, axis = rows + (nodes * Row);
        double step = Width / bins.Count;
        long most = Math.Max(1, bins.Max(bin => bin.Waits.Sum()));
        List<XElement> shapes = [Svg.Line(Left, Top, Left, bottom), Svg.Line(Left, bottom, Left + Width, bottom), Svg.Text(Left - 6, Top + 8, "end", $"{most:N0}"), Svg.Text(Left - 6, bottom, "end", "0")];
        for (int i = 0; i < bins.Count; i++)
        {
            double x = Left + (i * step), y = bottom;
            for (int node = 0; node < nodes; node++)
            {
                string when = $"node {node}, from {bins[i].StartNanoseconds / 1e9:F3} s: {bins[i].Waits[node]:N0} waits, {bins[i].WaitingShare[node]:P0} of its time";
                double height = bins[i].Waits[node] * Height / most;
                y -= height;
                if (height > 0) shapes.Add(Svg.Box(x, y, step * 0.9, height, Svg.Colour(node), when));
                if (bins[i].WaitingShare[node] > 0) shapes.Add(Svg.Box(x, rows + (node * Row), step, Row - 2, Svg.Colour(node), when, bins[i].WaitingShare[node]));
            }
        }

        for (int node = 0; node < nodes; node++) shapes.Add(Svg.Text(Left - 6, rows + (node * Row) + 11, "end", $"node {node}"));
        shapes.AddRange(Enumerable.Range(0, Ticks + 1).Select(tick => Svg.Text(Left + (tick * Width / Ticks), axis + 14, "middle", $"{Seconds((double)tick / Ticks):F2} s")));
        return Svg.Drawing(Left + Width + 30, axis + 20, "waits over guest time, by node", [.. shapes]);
    }

    private double Seconds(double part) => (timeline.Bins[0].StartNanoseconds + (part * timeline.Bins.Count * timeline.BinNanoseconds)) / 1e9;
}
