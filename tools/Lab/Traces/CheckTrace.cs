using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text;
using Pilevisor.Kernel;
using Pilevisor.Lab.Checking;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Traces;

/// <summary>
/// A way through a small cluster's states, in a file: a counterexample to look at again, or a test. The file has a line for each property and each step; what follows a # is a comment.
/// </summary>
/// <param name="Protocol">The protocol's name.</param>
/// <param name="Mistake">The planted mistake's name; null for none.</param>
/// <param name="Shape">The cluster.</param>
/// <param name="Steps">What happens.</param>
/// <param name="Finds">The rule that is broken in the end; null if none is.</param>
/// <param name="LoopFrom">The step, counted from 0, from which on the way can be repeated without end; null if it cannot.</param>
public sealed record CheckTrace(string Protocol, string? Mistake, ModelShape Shape, IReadOnlyList<ModelStep> Steps, string? Finds, int? LoopFrom)
{
    private const string FirstLine = "pilevisor-check-trace 1";
    private const string None = "none";

    /// <summary>The way to a violation.</summary>
    public static CheckTrace Of(ProtocolInfo protocol, Mistake? mistake, Exploration exploration) =>
        new(protocol.Name, mistake?.Name, exploration.Shape, exploration.Violation!.Steps, exploration.Violation.Message, exploration.Violation.LoopFrom);

    /// <summary>Reads a file.</summary>
    /// <exception cref="LabException">If it is no trace: names the line, and says what would be right.</exception>
    public static CheckTrace Load(string path)
    {
        if (!File.Exists(path)) throw new LabException($"there is no trace file {path}; `check --out FILE` writes one when it finds a violation");
        return Parse(File.ReadAllLines(path), path);
    }

    /// <summary>Reads the lines of a file.</summary>
    public static CheckTrace Parse(IReadOnlyList<string> lines, string path)
    {
        CheckTraceReader reader = new(path);
        if (lines.Count == 0 || lines[0].Trim() != FirstLine) throw new LabException($"{path}, line 1: a trace of the checker begins with '{FirstLine}'");
        for (int i = 1; i < lines.Count; i++) reader.Read(i + 1, lines[i]);
        return reader.ToTrace();
    }

    /// <summary>Plays the steps again.</summary>
    /// <param name="subject">On what.</param>
    /// <returns>Each step. It ends early at a violation, or where a step cannot happen, which is said as the last one's violation.</returns>
    public IEnumerable<PlayedStep> Play(ModelSubject subject)
    {
        Shape.Refuse();
        using ModelCluster cluster = new(subject, Shape);
        List<ModelStep> possible = [];
        string[] before = [.. cluster.DescribeNodes()];
        foreach (ModelStep step in Steps)
        {
            cluster.GetSteps(possible);
            if (!possible.Contains(step))
            {
                yield return new PlayedStep(step, $"{step}", [], $"{CannotHappen}: the protocol has taken another way");
                yield break;
            }
            string text = cluster.Describe(step);
            string? violation = Take(cluster, step);
            string[] after = [.. cluster.DescribeNodes()];
            yield return new PlayedStep(step, text, [.. Changes(before, after)], violation);
            if (violation is not null) yield break;
            before = after;
        }
    }

    /// <summary>How the violation of a step begins that is not possible.</summary>
    public const string CannotHappen = "this step cannot happen";

    /// <summary>The file's text.</summary>
    /// <param name="played">The steps played, for comments; may be empty.</param>
    public string ToText(IReadOnlyList<PlayedStep> played)
    {
        StringBuilder text = new();
        text.Append(FirstLine).Append('\n');
        (string, object)[] properties =
        [
            ("protocol", Protocol), ("break", Mistake ?? None), ("nodes", Shape.Nodes), ("pages", Shape.Pages), ("one-home", Shape.OneHome), ("cpus", Shape.CpusPerNode), ("holds", Shape.Holds),
            ("evictions", Shape.Evictions), ("faults", Shape.Faults.ToString().Replace(" ", "")), ("leaves", Shape.Leaves), ("devices", Shape.Devices), ("finds", Finds ?? None),
        ];
        foreach ((string name, object value) in properties) text.Append($"{name} {value}\n");
        if (LoopFrom is { } loop) text.Append($"loop {loop}\n");
        for (int i = 0; i < Steps.Count; i++) text.Append(i < played.Count ? $"{Steps[i],-24} # {played[i].Text}\n" : $"{Steps[i]}\n");
        return text.ToString();
    }

    private static string? Take(ModelCluster cluster, ModelStep step)
    {
        try
        {
            cluster.Take(step);
            return null;
        }
        catch (Exception violation) when (violation is ModelViolation or PanicException)
        {
            return violation.Message;
        }
    }

    private IEnumerable<(int Node, string Text)> Changes(string[] before, string[] after) =>
        from line in Enumerable.Range(0, after.Length)
        where before[line] != after[line]
        select (line / Shape.Pages, after[line]);
}
