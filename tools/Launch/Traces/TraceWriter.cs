using System;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Traces;

/// <summary>Writes trace files: docs/trace-format.md.</summary>
public static class TraceWriter
{
    /// <summary>Writes a trace to a file, compressed if its name ends in .gz.</summary>
    /// <exception cref="IOException">If that fails.</exception>
    public static void Write(Trace trace, string path)
    {
        using FileStream file = File.Create(path);
        Write(trace, file, path.EndsWith(TraceWords.Compressed, StringComparison.Ordinal));
    }

    /// <summary>Writes a trace.</summary>
    public static void Write(Trace trace, TextWriter text)
    {
        text.NewLine = "\n";
        WriteHeader(trace.Header, text);
        text.WriteLine(Line($"records {trace.Records.Count}"));
        foreach (TraceRecord record in trace.Records)
        {
            text.Write(Line($"{record.TimeNanoseconds} {record.Node.Value} {record.Cpu.Value} {TraceWords.Of(record.Kind)} 0x{record.Page.Value:x}"));
            if (record.WaitNanoseconds is { } wait) text.Write(Line($" {wait}"));
            if (record.Site is { } site) text.Write(Line($" @0x{site.Offset:x}:0x{site.Instruction:x}"));
            text.WriteLine();
        }

        for (int node = 0; node < trace.Counts.Count; node++) WriteCounts(trace, node, text);
        text.WriteLine("end");
    }

    /// <summary>Writes a trace to a stream, which it leaves open.</summary>
    internal static void Write(Trace trace, Stream stream, bool isCompressed)
    {
        using GZipStream? packed = isCompressed ? new GZipStream(stream, CompressionLevel.Optimal, leaveOpen: true) : null;
        using StreamWriter text = new(packed ?? stream, Encoding.ASCII, bufferSize: 1 << 16, leaveOpen: true);
        Write(trace, text);
    }

    private static void WriteHeader(TraceHeader header, TextWriter text)
    {
        text.WriteLine(TraceWords.FirstLine);
        text.WriteLine($"variant {header.Variant}");
        if (header.Protocol is not null) text.WriteLine($"protocol {header.Protocol}");
        text.WriteLine(Line($"page-bytes {header.PageBytes}"));
        text.WriteLine(Line($"nodes {header.Nodes.Count}"));
        for (int i = 0; i < header.Nodes.Count; i++)
        {
            TraceNode node = header.Nodes[i];
            text.WriteLine(Line($"cpus {i} {node.Cpus}"));
            text.WriteLine(Line($"window {i} 0x{node.FirstPage.Value:x} {node.Pages}"));
            text.WriteLine(Line($"lost {i} {node.Lost}"));
        }
    }

    private static void WriteCounts(Trace trace, int node, TextWriter text)
    {
        NodeCounts counts = trace.Counts[node];
        foreach (Counter counter in Enum.GetValues<Counter>().Where(c => counts[c] != 0)) text.WriteLine(Line($"counter {node} {counter} {counts[counter]}"));
        for (int bucket = 0; bucket < counts.Latencies.Length; bucket++)
        {
            if (counts.Latencies[bucket] != 0) text.WriteLine(Line($"latency {node} {NodeCounters.LatencyBucketStart(bucket)} {counts.Latencies[bucket]}"));
        }

        for (int kind = 0; kind < counts.Messages.Length; kind++)
        {
            if (counts.Messages[kind] == 0) continue;
            text.WriteLine(Line($"message {node} 0x{kind:x2} {trace.MessageNames[(byte)kind]} {counts.Messages[kind]} {counts.MessageBytes[kind]}"));
        }
    }

    private static string Line(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
