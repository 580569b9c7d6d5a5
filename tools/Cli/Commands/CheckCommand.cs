using System;
using System.Collections.Generic;
using System.CommandLine;
using System.IO;
using System.Linq;
using System.Threading;
using Pilevisor.Cli.Presentation;
using Pilevisor.Lab;
using Pilevisor.Lab.Checking;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Traces;
using Pilevisor.Lab.Views;
using Pilevisor.Launch;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;

namespace Pilevisor.Cli.Commands;

/// <summary>check: visits every state that a small cluster with the protocol that ships can reach, and shows the shortest way to what must not be.</summary>
internal sealed class CheckCommand : Command
{
    private readonly Option<string> _protocol = new("--protocol") { Description = "The protocol, or all; one that does not ship by its folder", HelpName = "NAME|FOLDER", DefaultValueFactory = _ => "all" };
    private readonly Option<int> _nodes = new("--nodes") { Description = "Nodes of the cluster: 2 to 4", HelpName = "N", DefaultValueFactory = _ => 3 };
    private readonly Option<int> _pages = new("--pages") { Description = "Pages, each at home at another node: 1 to 4", HelpName = "P", DefaultValueFactory = _ => 1 };
    private readonly Option<bool> _oneHome = new("--one-home") { Description = "All pages are at home at node 0, and come along with one another" };
    private readonly Option<int> _cpus = new("--cpus") { Description = "CPUs a node: 1 or 2", HelpName = "C", DefaultValueFactory = _ => 1 };
    private readonly Option<string> _faults = new("--faults") { Description = "none, or of loss, duplicate, reorder, death: a list with commas", HelpName = "LIST", DefaultValueFactory = _ => "none" };
    private readonly Option<bool> _leave = new("--leave") { Description = $"Node {ModelShape.Leaver} leaves at some time, and all others forget it" };
    private readonly Option<bool> _devices = new("--devices") { Description = "Devices at every node work on pages, at any time and as long as they like" };
    private readonly Option<bool> _views = new("--views") { Description = "Explore how nodes agree on views instead: 1 to 3 nodes, and 2 that join, and leave again if there are not 3 already" };
    private readonly Option<string?> _break = new("--break") { Description = "Plant a mistake first: a known one (any other word lists them), or one of your own in a file", HelpName = "MISTAKE|FILE" };
    private readonly Option<string?> _trace = new("--trace") { Description = "Do not explore: play a trace step by step, with the mistake it names or that of --break", HelpName = "FILE" };
    private readonly Option<bool> _table = new("--table") { Description = "Print which state follows on which event, and what is sent, as Markdown: docs/protocols.md" };
    private readonly Option<string?> _out = new("--out") { Description = "Where a violation's trace goes; its chart goes beside it, as .svg and .mmd", HelpName = "FILE" };
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "What the states may take: 4G unless told");
    private readonly Option<bool> _json = new("--json") { Description = "Print one line of JSON instead" };
    private static readonly ViewShape[] _viewShapes =
        [new(1, Leaves: true), new(2, Leaves: true), new(3), new(3, 1, Deaths: false, Kills: 2), new(1, 2, Deaths: false, Leaves: true, Kills: 1), new(2, 1, Deaths: false, Leaves: true, Kills: 2)];

    private readonly RepositoryLayout _layout;
    private readonly MistakeCatalog _mistakes;
    private readonly IActivities _activities;

    public CheckCommand(RepositoryLayout layout, IActivities activities)
        : base("check", "Explore every interleaving of a small cluster's accesses and messages")
    {
        _layout = layout;
        _mistakes = new MistakeCatalog(layout.Root);
        _activities = activities;
        foreach (Option option in (Option[])[_protocol, _nodes, _pages, _oneHome, _cpus, _faults, _leave, _devices, _views, _break, _trace, _table, _out, _memory, _json]) Add(option);
        SetAction((request, cancellation) => System.Threading.Tasks.Task.Run(() => request.GetValue(_views) ? ExploreViews(request, cancellation) : request.GetValue(_table) ? PrintTables(request, cancellation) : request.GetValue(_trace) is { } trace ? Replay(trace, request) : Explore(request, cancellation), CancellationToken.None));
    }

    private int Explore(ParseResult request, CancellationToken cancellation)
    {
        ModelShape shape = new(request.GetValue(_nodes), request.GetValue(_pages), request.GetValue(_cpus), Faults: ParseFaults(request.GetValue(_faults)!), OneHome: request.GetValue(_oneHome), Leaves: request.GetValue(_leave), Devices: request.GetValue(_devices));
        shape.Refuse();
        if (request.GetValue(_out) is { } file && OutputPath.FileProblem(file, "the trace") is { } problem) throw new LabException(problem);
        IReadOnlyList<ProtocolInfo> protocols = ProtocolCatalog.Named(request.GetValue(_protocol)!);
        if (request.GetValue(_break) is { } planted) protocols = _mistakes.With(protocols, planted);
        List<CheckOutcome> outcomes = [];
        foreach (ProtocolInfo protocol in protocols)
        {
            Mistake? mistake = request.GetValue(_break) is { } name ? _mistakes.Find(protocol, name) : null;
            ProtocolCheck check = new(_mistakes.Plant(protocol, mistake), shape, Limits(request));
            foreach (Exploration exploration in Explorations(protocol, check, cancellation))
            {
                outcomes.Add(new CheckOutcome(protocol.Name, exploration));
                if (exploration.Violation is not null) Show(protocol, mistake, exploration, request);
            }
        }
        if (request.GetValue(_json)) Json.Print(outcomes.Select(outcome => outcome.ToReport()));
        else outcomes.ForEach(outcome => Console.Out.WriteLine(outcome));
        if (outcomes.Any(outcome => outcome.Exploration.Violation is not null)) return ExitStatus.TestsFailed;
        return outcomes.All(outcome => outcome.Exploration.IsComplete) ? ExitStatus.Success : ExitStatus.Unavailable;
    }

    private int ExploreViews(ParseResult request, CancellationToken cancellation)
    {
        ViewExplorer explorer = ViewExplorer.Of(_layout.Root, request.GetValue(_break) is { } name ? ViewExplorer.Find(_layout.Root, name) : null);
        List<ViewExploration> explorations = [];
        foreach (ViewShape shape in _viewShapes)
        {
            explorations.Add(explorer.Run(shape, cancellation));
            if (explorations[^1].Violation is not null) break;
        }

        if (request.GetValue(_json)) Json.Print(explorations);
        else explorations.ForEach(exploration => Console.Out.WriteLine(exploration));
        return explorations[^1].Violation is null ? ExitStatus.Success : ExitStatus.TestsFailed;
    }

    private int PrintTables(ParseResult request, CancellationToken cancellation)
    {
        foreach (ProtocolInfo protocol in ProtocolCatalog.Named(request.GetValue(_protocol)!))
        {
            using IActivity activity = _activities.Begin($"exploring {protocol.Name}");
            Console.Out.WriteLine(TransitionTable.Of(_mistakes.Plant(protocol, null), cancellation));
            activity.Succeed();
        }
        return ExitStatus.Success;
    }

    private IEnumerable<Exploration> Explorations(ProtocolInfo protocol, ProtocolCheck check, CancellationToken cancellation)
    {
        IActivity? activity = null;
        using IEnumerator<Exploration> explorations = check.Run(progress => activity!.Report($"{progress}"), cancellation).GetEnumerator();
        while (true)
        {
            using IActivity current = _activities.Begin($"exploring {protocol.Name}");
            activity = current;
            if (!explorations.MoveNext())
            {
                current.Succeed();
                yield break;
            }
            if (explorations.Current.IsComplete && explorations.Current.Violation is null) current.Succeed();
            yield return explorations.Current;
        }
    }

    private void Show(ProtocolInfo protocol, Mistake? mistake, Exploration exploration, ParseResult request)
    {
        CheckTrace trace = CheckTrace.Of(protocol, mistake, exploration);
        List<PlayedStep> played = [.. trace.Play(_mistakes.Plant(protocol, mistake))];
        SequenceChart chart = new(trace.Finds!, trace.Shape.Nodes, played, trace.LoopFrom);
        if (!request.GetValue(_json)) Console.Out.WriteLine(chart.ToText());
        if (request.GetValue(_out) is not { } file) return;
        OutputPath.WriteFile(file, "the trace", trace.ToText(played));
        OutputPath.WriteFile(Path.ChangeExtension(file, ".svg"), "its chart", chart.ToSvg());
        OutputPath.WriteFile(Path.ChangeExtension(file, ".mmd"), "its chart", chart.ToMermaid());
        _activities.Note($"the trace is in {file}, its chart beside it; `./pilevisor check --trace {file}{(protocol.Ships ? "" : $" --protocol {request.GetValue(_protocol)}")}{(request.GetValue(_break) is { } planted ? $" --break {planted}" : "")}` plays it again");
    }

    private int Replay(string file, ParseResult request)
    {
        CheckTrace trace = CheckTrace.Load(file);
        IReadOnlyList<ProtocolInfo> named = ProtocolCatalog.Named(request.GetValue(_protocol)!);
        ProtocolInfo protocol = named.FirstOrDefault(protocol => protocol.Name == trace.Protocol) ?? ProtocolCatalog.Named(trace.Protocol)[0];
        Mistake? mistake = (request.GetValue(_break) ?? trace.Mistake) is { } name ? _mistakes.Find(protocol, name) : null;
        List<PlayedStep> played = [.. trace.Play(_mistakes.Plant(protocol, mistake))];
        Console.Out.Write(new SequenceChart($"{protocol.Name}: {trace.Shape}", trace.Shape.Nodes, played, trace.LoopFrom).ToText());
        return played.Any(step => step.Violation is not null) ? ExitStatus.TestsFailed : ExitStatus.Success;
    }

    private ExplorerOptions Limits(ParseResult request)
    {
        if (request.GetValue(_memory) is not { } bytes) return new ExplorerOptions();
        return bytes >= ByteSize.MiB ? new ExplorerOptions { MemoryBytes = bytes } : throw new LabException($"--memory {ByteSize.Format(bytes)}: {ByteSize.Format(ByteSize.MiB)} is the least");
    }

    private static ModelFaults ParseFaults(string list)
    {
        ModelFaults faults = ModelFaults.None;
        foreach (string name in list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (char.IsDigit(name[0]) || !Enum.TryParse(name, true, out ModelFaults fault)) throw new LabException($"--faults {list}: '{name}' is none of none, loss, duplicate, reorder, death");
            faults |= fault;
        }
        return faults;
    }
}
