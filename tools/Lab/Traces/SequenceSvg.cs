using System.Collections.Generic;
using System.Security;
using System.Text;

namespace Pilevisor.Lab.Traces;

/// <summary>Draws a sequence chart as SVG.</summary>
internal sealed class SequenceSvg(string title, int nodes, int? loopFrom)
{
    private const int Spacing = 160;
    private const int Left = 80;
    private const int Row = 18;
    private const int Top = 70;
    private const int TextWidth = 700;
    private readonly StringBuilder _body = new();
    private int _y = Top;

    private int Right => Left + ((nodes - 1) * Spacing);

    public string Draw(IReadOnlyList<PlayedStep> steps)
    {
        for (int i = 0; i < steps.Count; i++)
        {
            if (i == loopFrom) Text(Right + 40, "from here on without end:", "bold");
            Step(i + 1, steps[i]);
        }
        int height = _y + Row;
        StringBuilder svg = new();
        svg.Append($"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Right + TextWidth}\" height=\"{height}\" font-family=\"monospace\" font-size=\"12\">\n");
        svg.Append("<defs><marker id=\"head\" markerWidth=\"8\" markerHeight=\"8\" refX=\"7\" refY=\"4\" orient=\"auto\"><path d=\"M0,0 L8,4 L0,8 z\"/></marker></defs>\n");
        svg.Append($"<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n<text x=\"10\" y=\"20\" font-weight=\"bold\">{SecurityElement.Escape(title)}</text>\n");
        for (int node = 0; node < nodes; node++)
        {
            svg.Append($"<text x=\"{X(node)}\" y=\"{Top - 20}\" text-anchor=\"middle\" font-weight=\"bold\">node {node}</text>\n");
            svg.Append($"<line x1=\"{X(node)}\" y1=\"{Top - 12}\" x2=\"{X(node)}\" y2=\"{height - 6}\" stroke=\"#bbb\"/>\n");
        }
        return svg.Append(_body).Append("</svg>\n").ToString();
    }

    private void Step(int number, PlayedStep step)
    {
        int arrow = _y - 4;
        if (step.IsArrow) _body.Append($"<line x1=\"{X(step.Step.A)}\" y1=\"{arrow}\" x2=\"{X(step.Step.B)}\" y2=\"{arrow}\" stroke=\"black\" marker-end=\"url(#head)\"/>\n");
        else _body.Append($"<circle cx=\"{X(step.Step.A)}\" cy=\"{arrow}\" r=\"4\"/>\n");
        _body.Append($"<text x=\"10\" y=\"{_y}\">{number}</text>\n");
        Text(Right + 40, step.Text, "normal");
        foreach ((_, string change) in step.Changes) Text(Right + 60, change, "normal", "#555");
        if (step.Violation is not null) Text(Right + 40, step.Violation, "bold", "#c00");
    }

    private void Text(int x, string text, string weight, string colour = "black")
    {
        _body.Append($"<text x=\"{x}\" y=\"{_y}\" font-weight=\"{weight}\" fill=\"{colour}\">{SecurityElement.Escape(text)}</text>\n");
        _y += Row;
    }

    private static int X(int node) => Left + (node * Spacing);
}
