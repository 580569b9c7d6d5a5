using System.IO;
using System.Linq;
using Pilevisor.Lab.Simulation.Workloads;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Comparison.Tests;

/// <summary>Traces written by hand: two nodes of one CPU with eight pages each, from 0x40000 and 0x60000.</summary>
internal static class SmallTrace
{
    public const string Name = "small.trace";

    /// <summary>The text of a trace.</summary>
    /// <param name="records">Its records.</param>
    public static string Text(params string[] records) => Text(records, []);

    /// <summary>The text of a trace with what was counted.</summary>
    public static string Text(string[] records, string[] counts)
    {
        string[] head =
        [
            "pilevisor-trace 1", "variant VirtCluster", "protocol OwnerDirectory", "page-bytes 4096", "nodes 2",
            "cpus 0 1", "window 0 0x40000 8", "lost 0 0", "cpus 1 1", "window 1 0x60000 8", "lost 1 0", $"records {records.Length}",
        ];
        return string.Concat(head.Concat(records).Concat(counts).Append("end").Select(line => line + "\n"));
    }

    /// <summary>A trace, ready to be replayed.</summary>
    public static RecordedTrace Of(params string[] records) => Of(records, []);

    /// <summary>A trace with what was counted, ready to be replayed.</summary>
    public static RecordedTrace Of(string[] records, string[] counts) => new(TraceReader.Read(new StringReader(Text(records, counts)), Name), Name);
}
