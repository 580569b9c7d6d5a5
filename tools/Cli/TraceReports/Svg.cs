using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;

namespace Pilevisor.Cli.TraceReports;

/// <summary>Shapes of a drawing in an HTML page, which needs no script.</summary>
internal static class Svg
{
    private const int Colours = 6;

    /// <summary>The style sheet's class of a node's colour.</summary>
    public static string Colour(int node) => $"n{node % Colours}";

    /// <summary>A drawing, as wide as there is room.</summary>
    public static XElement Drawing(double width, double height, string says, params object?[] shapes) =>
        new("svg", new XAttribute("viewBox", FormattableString.Invariant($"0 0 {width:0.##} {height:0.##}")), new XAttribute("role", "img"), new XAttribute("aria-label", says), shapes);

    /// <summary>A box that says something when it is pointed at.</summary>
    public static XElement Box(double x, double y, double width, double height, string kind, string says, double opacity = 1)
    {
        XElement box = new("rect", At("x", x), At("y", y), At("width", width), At("height", height), new XAttribute("class", kind), new XElement("title", says));
        if (opacity < 1) box.Add(At("opacity", opacity));
        return box;
    }

    /// <summary>A line.</summary>
    public static XElement Line(double x, double y, double toX, double toY) => new("line", At("x1", x), At("y1", y), At("x2", toX), At("y2", toY), new XAttribute("class", "frame"));

    /// <summary>A line through points that says something when it is pointed at.</summary>
    public static XElement Path(IReadOnlyList<(double X, double Y)> points, string kind, string says) =>
        new("path", new XAttribute("d", string.Concat(points.Select((point, i) => FormattableString.Invariant($"{(i == 0 ? 'M' : 'L')}{point.X:0.##} {point.Y:0.##}")))), new XAttribute("class", kind), new XElement("title", says));

    /// <summary>A text.</summary>
    /// <param name="x">Where.</param>
    /// <param name="y">Its base line.</param>
    /// <param name="anchor">What of it is there: start, middle or end.</param>
    /// <param name="text">What it says.</param>
    public static XElement Text(double x, double y, string anchor, string text) => new("text", At("x", x), At("y", y), new XAttribute("text-anchor", anchor), text);

    private static XAttribute At(string name, double value) => new(name, value.ToString("0.##", CultureInfo.InvariantCulture));
}
