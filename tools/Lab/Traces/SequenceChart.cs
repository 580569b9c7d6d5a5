using System.Collections.Generic;
using System.Linq;
using System.Text;

namespace Pilevisor.Lab.Traces;

/// <summary>A trace as a sequence chart: a lifeline for each node, arrows for messages that arrive, and beside them what the nodes then have.</summary>
/// <param name="title">What it shows.</param>
/// <param name="nodes">How many nodes.</param>
/// <param name="steps">What happened.</param>
/// <param name="loopFrom">The step, counted from 0, from which on it can be repeated; null if it cannot.</param>
public sealed class SequenceChart(string title, int nodes, IReadOnlyList<PlayedStep> steps, int? loopFrom)
{
    private const int Spacing = 10;
    private const int Margin = 5;

    /// <summary>The chart in characters.</summary>
    public string ToText()
    {
        StringBuilder text = new();
        text.Append(title).Append('\n').Append('\n').Append(new string(' ', Margin));
        for (int node = 0; node < nodes; node++) text.Append($"node {node}".PadRight(Spacing));
        text.Append('\n');
        for (int i = 0; i < steps.Count; i++)
        {
            PlayedStep step = steps[i];
            if (i == loopFrom) text.Append($"{Blank()}from here on without end:\n");
            text.Append($"{i + 1,3}  {Line(step)}{step.Text}\n");
            foreach ((_, string change) in step.Changes) text.Append($"{Blank()}    {change}\n");
            if (step.Violation is not null) text.Append($"{Blank()}*** {step.Violation}\n");
        }
        return text.ToString();
    }

    /// <summary>The chart for Mermaid.</summary>
    public string ToMermaid()
    {
        StringBuilder text = new("sequenceDiagram\n");
        text.Append($"    %% {title}\n");
        for (int node = 0; node < nodes; node++) text.Append($"    participant n{node} as node {node}\n");
        for (int i = 0; i < steps.Count; i++)
        {
            PlayedStep step = steps[i];
            if (i == loopFrom) text.Append("    loop without end\n");
            string what = Escape($"{i + 1} {step.Text}");
            text.Append(step.IsArrow ? $"    n{step.Step.A}->>n{step.Step.B}: {what}\n" : $"    Note over n{step.Step.A}: {what}\n");
            foreach ((int node, string change) in step.Changes) text.Append($"    Note right of n{node}: {Escape(change)}\n");
            if (step.Violation is not null) text.Append($"    Note over n0,n{nodes - 1}: VIOLATION {Escape(step.Violation)}\n");
        }
        if (loopFrom is not null) text.Append("    end\n");
        return text.ToString();
    }

    /// <summary>The chart as a picture.</summary>
    public string ToSvg() => new SequenceSvg(title, nodes, loopFrom).Draw(steps);

    private string Line(PlayedStep step)
    {
        char[] line = Blank()[Margin..].ToCharArray();
        int from = step.Step.A * Spacing;
        int to = step.Step.B * Spacing;
        if (!step.IsArrow) line[from] = '*';
        else if (from < to)
        {
            for (int i = from + 1; i < to - 1; i++) line[i] = '-';
            line[to - 1] = '>';
        }
        else
        {
            for (int i = to + 2; i < from; i++) line[i] = '-';
            line[to + 1] = '<';
        }
        return new string(line);
    }

    private string Blank() => new string(' ', Margin) + string.Concat(Enumerable.Repeat("|".PadRight(Spacing), nodes));

    // A semicolon ends a statement in Mermaid, and # begins an entity.
    private static string Escape(string text) => text.Replace(";", ",").Replace("#", "");
}
