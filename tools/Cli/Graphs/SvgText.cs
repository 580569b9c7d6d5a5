using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using System.Security;
using System.Text;

namespace Pilevisor.Cli.Graphs;

/// <summary>Writes a drawing as SVG: colours tell the layers apart, what needs stands left of what it needs.</summary>
internal sealed class SvgText
{
    private const int Header = 64;
    private const int Margin = 20;
    private const int Channel = 90;
    private const int Letter = 8;
    private const int TitleLetter = 10;
    private const int Legend = 160;
    private static readonly string[] _fills = ["#dbe9f6", "#e2f0d9", "#fff2cc", "#f8dfd4", "#e6dff2", "#d9f0ee", "#eeeeee"];
    private readonly Drawing _drawing;
    private readonly ColumnLayout _layout;
    private readonly string[] _groups;
    private readonly double[] _lefts;
    private readonly double[] _widths;
    private readonly StringBuilder _svg = new();

    private SvgText(Drawing drawing)
    {
        _drawing = drawing;
        _layout = new ColumnLayout(drawing);
        _groups = [.. drawing.Boxes.Select(box => box.Group).Distinct()];
        _widths = [.. Enumerable.Range(0, _layout.Columns).Select(column => drawing.Boxes.Where(box => _layout.Of(box).Column == column).Max(box => (double)Width(box)))];
        _lefts = [.. _widths.Select((_, column) => Margin + _widths.Take(column).Sum(width => width + Channel))];
    }

    public static string Of(Drawing drawing) => new SvgText(drawing).Write();

    private string Write()
    {
        double head = System.Math.Max(_groups.Length * Legend, _drawing.Title.Length * TitleLetter);
        double width = Margin + System.Math.Max(_lefts.Zip(_widths, (left, wide) => left + wide).DefaultIfEmpty().Max(), Margin + head);
        _svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:0}\" height=\"{_layout.Height + Header + Margin:0}\" font-family=\"sans-serif\" font-size=\"12\">\n");
        _svg.Append("<defs><marker id=\"head\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto-start-reverse\"><path d=\"M0,0 L8,4 L0,8 z\" fill=\"#555\"/></marker></defs>\n");
        _svg.Append($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<text x=\"{Margin}\" y=\"22\" font-size=\"15\" font-weight=\"bold\">{SecurityElement.Escape(_drawing.Title)}</text>\n");
        for (int i = 0; i < _groups.Length; i++)
        {
            int x = Margin + (i * Legend);
            _svg.Append($"<rect x=\"{x}\" y=\"34\" width=\"14\" height=\"14\" fill=\"{Fill(_groups[i])}\" stroke=\"#888\"/><text x=\"{x + 20}\" y=\"46\">{SecurityElement.Escape(_groups[i])}</text>\n");
        }
        foreach ((Arrow arrow, IReadOnlyList<Place> way) in _drawing.Arrows.Zip(_layout.Ways)) Draw(arrow, way);
        foreach ((Arrow arrow, IReadOnlyList<Place> way) in _drawing.Arrows.Zip(_layout.Ways).Where(line => line.First.Label.Length > 0)) Label(arrow, way);
        foreach (Box box in _drawing.Boxes) Draw(box);
        return _svg.Append("</svg>\n").ToString();
    }

    private void Draw(Arrow arrow, IReadOnlyList<Place> way)
    {
        string stroke = arrow.Mark switch { Mark.Added => "#080", Mark.Removed => "#c00", _ => "#888" };
        string head = _layout.IsBack(arrow) ? "start" : "end";
        double y = _layout.Start(arrow, way) + Header;
        double x = _lefts[way[0].Column] + _widths[way[0].Column];
        _svg.Append(CultureInfo.InvariantCulture, $"<path fill=\"none\" stroke=\"{stroke}\" marker-{head}=\"url(#head)\" d=\"M{x - _widths[way[0].Column] + Width(way[0]):0.#},{y:0.#} H{x:0.#}");
        foreach (Place place in way.Skip(1))
        {
            double left = _lefts[place.Column];
            double next = (place == way[^1] ? _layout.End(arrow, way) : place.Middle) + Header;
            _svg.Append(CultureInfo.InvariantCulture, $" C{(x + left) / 2:0.#},{y:0.#} {(x + left) / 2:0.#},{next:0.#} {left:0.#},{next:0.#}");
            (x, y) = (left + _widths[place.Column], next);
            if (place != way[^1]) _svg.Append(CultureInfo.InvariantCulture, $" H{x:0.#}");
        }
        _svg.Append("\"/>\n");
    }

    // A white rim keeps the lines that pass behind it from striking it through.
    private void Label(Arrow arrow, IReadOnlyList<Place> way) =>
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{_lefts[way[^1].Column] - 12:0.#}\" y=\"{_layout.End(arrow, way) + Header + 4:0.#}\" text-anchor=\"end\" font-size=\"11\" stroke=\"white\" stroke-width=\"4\" paint-order=\"stroke\">{SecurityElement.Escape(arrow.Label)}</text>\n");

    private void Draw(Box box)
    {
        Place place = _layout.Of(box);
        (double x, double y) = (_lefts[place.Column], place.Y + Header);
        (string stroke, int thick) = box.Mark switch { Mark.Added => ("#080", 3), Mark.Removed => ("#c00", 3), Mark.Own => ("#000", 3), _ => ("#888", 1) };
        string dashes = box.Mark == Mark.Removed ? " stroke-dasharray=\"6\"" : "";
        _svg.Append(CultureInfo.InvariantCulture, $"<rect x=\"{x:0.#}\" y=\"{y:0.#}\" width=\"{Width(box)}\" height=\"{place.Height}\" rx=\"4\" fill=\"{Fill(box.Group)}\" stroke=\"{stroke}\" stroke-width=\"{thick}\"{dashes}/>");
        _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 8:0.#}\" y=\"{y + 16:0.#}\">{SecurityElement.Escape(box.Title)}</text>");
        if (box.Detail.Length > 0) _svg.Append(CultureInfo.InvariantCulture, $"<text x=\"{x + 8:0.#}\" y=\"{y + 32:0.#}\" fill=\"#555\">{SecurityElement.Escape(box.Detail)}</text>");
        _svg.Append('\n');
    }

    private static int Width(Box box) => 16 + (Letter * System.Math.Max(box.Title.Length, box.Detail.Length));

    private double Width(Place place) => _drawing.Boxes.Where(box => _layout.Of(box) == place).Select(box => (double)Width(box)).First();

    private string Fill(string group) => _fills[System.Array.IndexOf(_groups, group) % _fills.Length];
}
