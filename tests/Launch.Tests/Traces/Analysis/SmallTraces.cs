using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

/// <summary>Traces of two or three nodes of one CPU, with 512 pages each from 0x40000 on, written down by what happens.</summary>
internal static class SmallTraces
{
    public const uint Page = 0x40010;

    /// <summary>The text of a trace of three nodes: each record without its time, which is 1000 ns after the one before.</summary>
    public static string Text(IEnumerable<string> records, int pageBytes = 4096, int lost = 0, string protocol = "OwnerDirectory")
    {
        string[] lines = [.. records];
        string[] head =
        [
            "pilevisor-trace 1", "variant VirtCluster", $"protocol {protocol}", $"page-bytes {pageBytes}", "nodes 3", "cpus 0 1", "window 0 0x40000 512", $"lost 0 {lost}",
            "cpus 1 1", "window 1 0x40200 512", "lost 1 0", "cpus 2 1", "window 2 0x40400 512", "lost 2 0", $"records {lines.Length}",
        ];
        return string.Concat(head.Concat(lines.Select((record, i) => $"{(i + 1) * 1000} {record}")).Append("end").Select(line => line + "\n"));
    }

    public static Trace Of(IEnumerable<string> records, int pageBytes = 4096, int lost = 0, string protocol = "OwnerDirectory") =>
        TraceReader.Read(new StringReader(Text(records, pageBytes, lost, protocol)), "small.trace");

    /// <summary>What happens to one page: words of a node, a kind, and the part that is touched, as "0w" or "1r@800"; each waits 500 ns.</summary>
    public static IEnumerable<string> Records(string accesses, ulong instruction = 0x400_0000) =>
        accesses.Split(' ').Select(word => word.Split('@')).Select(word => $"{word[0][0]} 0 {word[0][1..]} 0x{Page:x} 500 @0x{(word.Length > 1 ? word[1] : "0")}:0x{instruction:x}");

    /// <summary>So many times the same.</summary>
    public static string Repeat(string accesses, int times) => string.Join(' ', Enumerable.Repeat(accesses, times));

    public static PageHistory History(IEnumerable<string> records) => new TraceAnalysis(Of(records)).Pages.Single(page => page.Page == new PageNumber(Page));
}
