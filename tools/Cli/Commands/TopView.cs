using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Running;
using Spectre.Console;
using Spectre.Console.Rendering;

namespace Pilevisor.Cli.Commands;

/// <summary>A sample of a running cluster as tables: its nodes, and the pages that are waited for.</summary>
/// <param name="name">What the run is called.</param>
internal sealed class TopView(string name)
{
    private const int ShownPages = 10;
    private const double MiB = 1 << 20;

    /// <summary>What is shown before there is a sample.</summary>
    public IRenderable Empty => new Text($"{name}: asking its nodes");

    /// <summary>What is shown of one.</summary>
    public IRenderable Draw(ClusterSample sample) => new Rows(new Text($"{name}, {sample.Seconds:0} s: {Summary(sample.Nodes)}"), Cpus(sample.Nodes), Traffic(sample.Nodes), Pages(sample.HotPages));

    private static string Summary(IReadOnlyList<NodeSample> nodes) =>
        $"{nodes.Sum(node => node.Vcpus)} CPUs; {nodes.Sum(Faults):N0} faults, {nodes.Sum(node => node.Messages):N0} messages and {nodes.Sum(node => node.Bytes) / MiB:N1} MiB a second";

    private static double Faults(NodeSample node) => node.ReadFetches + node.WriteFetches + node.Upgrades;

    private static Table Cpus(IReadOnlyList<NodeSample> nodes)
    {
        Table table = New("node", "CPUs", "computes", "waits", "idle", "reads", "writes", "upgrades", "us p50/90/99");
        foreach (NodeSample node in nodes)
        {
            table.AddRow(
                $"{node.Node}", $"{node.Vcpus}/{node.Cpus}", Percent(node.ComputingShare), Percent(node.WaitingShare), Percent(node.IdleShare),
                $"{node.ReadFetches:N0}", $"{node.WriteFetches:N0}", $"{node.Upgrades:N0}", Percentiles(node.Latency));
        }

        return table;
    }

    private static Table Traffic(IReadOnlyList<NodeSample> nodes)
    {
        Table table = New("node", "sent", "MiB", "given up", "ahead", "evicted", "resent", "queued", "keeps MiB");
        foreach (NodeSample node in nodes)
        {
            table.AddRow(
                $"{node.Node}", $"{node.Messages:N0}", $"{node.Bytes / MiB:N1}", $"{node.Invalidations:N0}", $"{node.Prefetches:N0}", $"{node.Evictions:N0}",
                $"{node.Retransmissions:N0}", $"{node.WaitingFrames}", $"{node.CachedBytes / MiB:N1}/{node.CacheBytes / MiB:N0}");
        }

        return table;
    }

    private static string Percentiles(LatencySummary? latency) => latency is null ? string.Empty : $"{latency.Median}/{latency.P90}/{latency.P99}";

    private static string Percent(double share) => FormattableString.Invariant($"{share * 100:0}%");

    private static Table Pages(IReadOnlyList<HotPageSample> pages)
    {
        Table table = New("page", "waits", "by node", "at");
        foreach (HotPageSample page in pages.Take(ShownPages))
        {
            table.AddRow(
                $"0x{page.Page:x}", $"{page.WaitsPerSecond:N0}", string.Join(", ", page.Waiters.Select(waiter => $"{waiter.Node}: {waiter.WaitsPerSecond:N0}")),
                Markup.Escape(string.Join('\n', page.Waiters.Select(Place).Distinct())));
        }

        return table;
    }

    private static string Place(PageWaiter waiter) => waiter.Symbol ?? (waiter.Instruction == 0 ? string.Empty : $"0x{waiter.Instruction:x}");

    private static Table New(params string[] columns)
    {
        Table table = new() { Border = TableBorder.Simple };
        // The last may be long.
        foreach (string column in columns) table.AddColumn(new TableColumn(column) { NoWrap = column != columns[^1], Padding = new Padding(0, 0, 1, 0) });
        return table;
    }
}
