using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Spectre.Console;

namespace Pilevisor.Cli.Commands;

/// <summary>Simulated runs for people and for scripts.</summary>
internal static class SimReport
{
    public static void Print(IReadOnlyList<SimResult> results)
    {
        Table table = new Table().Border(TableBorder.Markdown)
            .AddColumns("workload", "nodes", "protocol", "faults", "messages a fault", "bytes a fault", "us a fault: median", "p99", "accesses/s", "fairness", "busiest port", "bytes a page and node", "events/s");
        foreach (SimResult result in results)
        {
            SimCounts counts = result.Counts;
            table.AddRow(
                result.Workload, $"{result.Options.Nodes}", result.Design, $"{counts.Faults:N0}", $"{counts.PerFault(counts.AllMessages):F2}", $"{counts.PerFault(counts.AllBytes):N0}",
                $"{counts.Latency.Quantile(0.5) / 1e3:F0}", $"{counts.Latency.Quantile(0.99) / 1e3:F0}", $"{result.AccessesPerSecond:N0}", $"{result.Fairness:F2}", $"{result.BusiestPort:P0}",
                $"{result.EntryBytes}", $"{result.EventsPerSecond:N0}");
        }
        AnsiConsole.Profile.Width = Math.Max(AnsiConsole.Profile.Width, 200);
        AnsiConsole.Write(table);
        foreach (SimResult result in results.Where(result => result.Ended is not null)) Console.Out.WriteLine($"{result.Workload}, {result.Options.Nodes} nodes, {result.Design}: {result.Ended}");
    }

    public static object Of(SimResult result) => new
    {
        workload = result.Workload,
        protocol = result.Protocol,
        prefetch = result.Options.Prefetch?.Name,
        nodes = result.Options.Nodes,
        seed = result.Options.Seed,
        accesses = result.Counts.Accesses,
        faults = result.Counts.Faults,
        readFaults = result.Counts.ReadFaults,
        upgrades = result.Counts.Upgrades,
        invalidations = result.Counts.Invalidations,
        prefetches = result.Counts.Prefetches,
        evictions = result.Counts.Evictions,
        retransmissions = result.Counts.Retransmissions,
        messages = MessagesByName(result),
        bytes = result.Counts.AllBytes,
        faultMicroseconds = new
        {
            median = result.Counts.Latency.Quantile(0.5) / 1e3,
            p90 = result.Counts.Latency.Quantile(0.9) / 1e3,
            p99 = result.Counts.Latency.Quantile(0.99) / 1e3,
            maximum = result.Counts.Latency.MaximumNanoseconds / 1e3,
        },
        virtualSeconds = result.VirtualNanoseconds / 1e9,
        accessesPerSecond = result.AccessesPerSecond,
        fairness = result.Fairness,
        busiestPort = result.BusiestPort,
        entryBytes = result.EntryBytes,
        events = result.Counts.Events,
        eventsPerSecond = result.EventsPerSecond,
        ended = result.Ended,
    };

    private static Dictionary<string, long> MessagesByName(SimResult result)
    {
        ProtocolInfo protocol = ProtocolCatalog.Named(result.Protocol)[0];
        return Enumerable.Range(0, result.Counts.Messages.Length).Where(kind => result.Counts.Messages[kind] != 0)
            .ToDictionary(kind => protocol.MessageName((byte)kind), kind => result.Counts.Messages[kind]);
    }
}
