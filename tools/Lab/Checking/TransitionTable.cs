using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Checking;

/// <summary>A protocol's states and events, found by letting three nodes that share a page do all they can: what no way leads to is not in it.</summary>
public static class TransitionTable
{
    private const int Nodes = 3;

    /// <summary>The table as Markdown.</summary>
    /// <exception cref="LabException">If the protocol does wrong.</exception>
    public static string Of(ModelSubject subject, CancellationToken cancellation = default)
    {
        ProtocolInfo protocol = subject.Protocol;
        TransitionRecorder recorder = new(protocol);
        using ExplorerWorker worker = new(subject, new ModelShape(Nodes), hasSymmetry: false, keepsWays: false, new VisitedStates(), recorder);
        for (StateQueue level = worker.Start(); level.Count != 0; level = worker.TakeNext())
        {
            cancellation.ThrowIfCancellationRequested();
            for (int i = 0; i < level.Count; i++) worker.Expand(level.Number(i), level.State(i));
            if (worker.Violations is [var wrong, ..]) throw new LabException($"{protocol.Name} does wrong, see `check`: {wrong.Message}");
        }
        IEnumerable<string> rows = recorder.Rows.Select(row => $"| {row.State} | {row.Event} | {string.Join("; ", row.Outcomes)} |");
        return string.Join(Environment.NewLine, [$"## {protocol.Name}", "", "| state | what happens | what follows |", "|---|---|---|", .. rows, ""]);
    }
}
