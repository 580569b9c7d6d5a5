using System;
using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Xml.Linq;
using Pilevisor.Cli.Graphs;
using Xunit;

namespace Pilevisor.Launch.Tests.Graphs;

public sealed class SvgTests
{
    private static readonly XNamespace _svg = "http://www.w3.org/2000/svg";

    public static TheoryData<string> Views => ["overview", "layer", "difference", "circle"];

    [Theory, MemberData(nameof(Views))]
    public void Every_box_stands_inside_and_by_itself(string view)
    {
        XElement svg = Svg(view);
        (double X, double Y, double Width, double Height)[] boxes = [.. Boxes(svg)];
        Assert.Equal(Of(view).Boxes.Count, boxes.Length);
        Assert.All(boxes, box => Assert.True(box.X >= 0 && box.Y >= 0 && box.X + box.Width <= Number(svg, "width") && box.Y + box.Height <= Number(svg, "height")));
        var overlaps = boxes.SelectMany((a, i) => boxes.Skip(i + 1).Where(b => a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height && b.Y < a.Y + a.Height));
        Assert.Empty(overlaps);
    }

    [Theory, MemberData(nameof(Views))]
    public void Every_text_fits_its_box(string view)
    {
        foreach (XElement rect in BoxElements(Svg(view)))
        {
            foreach (XElement text in rect.ElementsAfterSelf().TakeWhile(e => e.Name == _svg + "text"))
            {
                Assert.InRange(Number(text, "x") + text.Value.Sum(WidthOf), Number(rect, "x"), Number(rect, "x") + Number(rect, "width"));
                Assert.InRange(Number(text, "y"), Number(rect, "y") + 12, Number(rect, "y") + Number(rect, "height") - 4);
            }
        }
    }

    [Theory, MemberData(nameof(Views))]
    public void Every_arrow_is_drawn_with_one_head(string view)
    {
        XElement[] lines = [.. Svg(view).Elements(_svg + "path")];
        Assert.Equal(Of(view).Arrows.Count, lines.Length);
        Assert.All(lines, line => Assert.Single(line.Attributes(), a => a.Name == "marker-start" || a.Name == "marker-end"));
        Assert.Equal(view == "circle" ? 1 : 0, lines.Count(line => line.Attribute("marker-start") is not null));
    }

    [Fact]
    public void Labels_do_not_cover_each_other()
    {
        Box[] boxes = [.. Enumerable.Range(0, 6).Select(i => new Box($"{i}", $"Box{i}", "", "one", Mark.None))];
        Drawing fan = new("fan", boxes, [.. boxes.Skip(1).Select(box => new Arrow(box.Key, "0", "7, 1 back", Mark.None))]);
        (double X, double Y)[] labels = [.. XElement.Parse(SvgText.Of(fan)).Elements(_svg + "text").Where(t => t.Attribute("text-anchor") is not null).Select(t => (Number(t, "x"), Number(t, "y")))];
        Assert.Equal(5, labels.Length);
        Assert.Empty(labels.SelectMany((a, i) => labels.Skip(i + 1).Where(b => a.X == b.X && Math.Abs(a.Y - b.Y) < 11)));
    }

    private static Drawing Of(string view) => view switch
    {
        "overview" => GraphViews.Overview(SampleGraph.With()),
        "layer" => GraphViews.Layer(SampleGraph.With(), "Demo"),
        "difference" => GraphViews.Difference("Changed against Node", SampleGraph.With(), SampleGraph.With(("\"Demo.Clock\"", "\"Demo.Clock<Tick>\""))),
        _ => new("a & b", [new("a", "A", "", "one", Mark.None), new("b", "B", "", "two", Mark.None)], [new("a", "b", "", Mark.None), new("b", "a", "", Mark.None)]),
    };

    private static XElement Svg(string view) => XElement.Parse(SvgText.Of(Of(view)));

    private static IEnumerable<XElement> BoxElements(XElement svg) => svg.Elements(_svg + "rect").Where(rect => rect.Attribute("rx") is not null);

    private static IEnumerable<(double X, double Y, double Width, double Height)> Boxes(XElement svg) =>
        BoxElements(svg).Select(rect => (Number(rect, "x"), Number(rect, "y"), Number(rect, "width"), Number(rect, "height")));

    private static double Number(XElement element, string attribute) => double.Parse(element.Attribute(attribute)!.Value, CultureInfo.InvariantCulture);

    // Of DejaVu Sans at 12 pixels, which is wider than most.
    private static double WidthOf(char letter) => "mwMW".Contains(letter, StringComparison.Ordinal) ? 12 : char.IsUpper(letter) ? 8.5 : "ijlft, ()".Contains(letter, StringComparison.Ordinal) ? 5 : 7.7;
}
