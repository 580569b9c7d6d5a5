using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.IO.Compression;
using System.Linq;
using System.Text;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;

namespace Pilevisor.Launch.Traces;

/// <summary>Reads trace files: docs/trace-format.md. What is not exactly right is refused.</summary>
public sealed class TraceReader
{
    private const string RecordForm = "TIME_NS NODE CPU KIND PAGE [WAIT_NS] [@OFFSET:INSTRUCTION]";
    private const int MostPageBytes = 1 << IPageGeometry.MostShift;
    private readonly TraceLines _lines;
    private int _pageBytes = (int)GranuleNumber.Bytes;

    private TraceReader(TextReader text, string name) => _lines = new TraceLines(text, name);

    /// <summary>Reads a file, which is compressed if its name ends in .gz.</summary>
    /// <exception cref="TraceFormatException">If it is no trace, or anything in it is wrong.</exception>
    /// <exception cref="LaunchException">If it cannot be opened.</exception>
    public static Trace Read(string path)
    {
        using FileStream file = Open(path);
        using Stream content = path.EndsWith(TraceWords.Compressed, StringComparison.Ordinal) ? new GZipStream(file, CompressionMode.Decompress) : file;
        using StreamReader text = new(content, Encoding.Latin1, detectEncodingFromByteOrderMarks: false);
        return Read(text, path);
    }

    /// <summary>Reads a trace.</summary>
    /// <param name="text">The trace.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="TraceFormatException">If it is no trace, or anything in it is wrong.</exception>
    public static Trace Read(TextReader text, string name) => new TraceReader(text, name).ReadTrace();

    private static FileStream Open(string path)
    {
        try
        {
            return File.OpenRead(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(ExitStatus.BadInput, $"the trace {path} cannot be opened: {e.Message}", e);
        }
    }

    private Trace ReadTrace()
    {
        TraceHeader header = ReadHeader();
        TraceRecord[] records = ReadRecords(header);
        NodeCounts[] counts = header.Nodes.Select(_ => new NodeCounts()).ToArray();
        Dictionary<byte, string> names = [];
        while (_lines.Next("the line \"end\"") is var line && line != "end") ReadCount(line, counts, names);
        _lines.ExpectEnd();
        return new Trace(header, records, counts, names);
    }

    private TraceHeader ReadHeader()
    {
        string first = _lines.Next($"\"{TraceWords.FirstLine}\"");
        if (first != TraceWords.FirstLine)
        {
            throw _lines.Refuse(first.StartsWith(TraceWords.Name + " ", StringComparison.Ordinal)
                ? $"{TraceLines.Shown(first)} is another version of the format: this program reads version {TraceWords.Version}"
                : $"{TraceLines.Shown(first)} is not the first line of a trace: that is \"{TraceWords.FirstLine}\"");
        }

        string variant = ReadName("variant");
        string[] words = ReadProtocol(out string? protocol);
        _pageBytes = (int)Number(words[1], "the bytes of a page", GranuleNumber.Bytes, MostPageBytes);
        if (!int.IsPow2(_pageBytes)) throw _lines.Refuse($"pages of {words[1]} bytes: a page has a power of two from {GranuleNumber.Bytes} to {MostPageBytes}");
        int nodes = (int)Number(_lines.Next("nodes", "COUNT")[1], "a number of nodes", 1, ConfigurationCheck.MaximumNodes);
        List<TraceNode> read = [];
        for (int node = 0; node < nodes; node++) read.Add(ReadNode(node, read));
        return new TraceHeader(variant, protocol, _pageBytes, read);
    }

    // The line with the protocol may be missing: then the next one is here already.
    private string[] ReadProtocol(out string? protocol)
    {
        protocol = null;
        const string PageBytes = "a line \"protocol NAME\" or \"page-bytes COUNT\"";
        string line = _lines.Next(PageBytes);
        string[] words = line.Split(' ');
        if (words is ["page-bytes", _]) return words;
        if (words is not ["protocol", { Length: > 0 } name]) throw _lines.Refuse($"{TraceLines.Shown(line)} is not {PageBytes}");
        protocol = name;
        return _lines.Next("page-bytes", "COUNT");
    }

    private string ReadName(string key) => _lines.Next(key, "NAME") is [_, { Length: > 0 } name] ? name : throw _lines.Refuse($"a {key} without a name");

    private TraceNode ReadNode(int node, List<TraceNode> before)
    {
        ulong cpus = Number(NextOf(node, "cpus", "NODE", "COUNT")[2], "a number of CPUs", 1, ConfigurationCheck.MaximumCpusPerNode);
        string[] window = NextOf(node, "window", "NODE", "FIRST_PAGE", "PAGES");
        uint first = Page(window[2]).Value;
        ulong pages = Number(window[3], "a number of pages", 1, uint.MaxValue - first);
        foreach (TraceNode other in before)
        {
            if (first < (ulong)other.FirstPage.Value + other.Pages && other.FirstPage.Value < first + pages) throw _lines.Refuse($"the window of node {node} overlaps that of a node before it");
        }

        ulong lost = Number(NextOf(node, "lost", "NODE", "RECORDS")[2], "a number of records", 0, ulong.MaxValue / (2 * ConfigurationCheck.MaximumNodes));
        return new TraceNode((int)cpus, new PageNumber(first), (uint)pages, lost);
    }

    private string[] NextOf(int node, params string[] form)
    {
        string[] words = _lines.Next(form);
        return words[1] == node.ToString(CultureInfo.InvariantCulture) ? words : throw _lines.Refuse($"{form[0]} of node {words[1]}, where node {node} is due: nodes come in order of their numbers");
    }

    private TraceRecord[] ReadRecords(TraceHeader header)
    {
        int count = (int)Number(_lines.Next("records", "COUNT")[1], "a number of records", 0, Trace.MaximumRecords);
        List<TraceRecord> records = [];
        ulong last = 0;
        for (int i = 0; i < count; i++)
        {
            TraceRecord record = ReadRecord(_lines.Next($"the record {i + 1} of {count}"), header);
            if (record.TimeNanoseconds < last) throw _lines.Refuse($"guest time {record.TimeNanoseconds} comes after {last}: records are in order of time");
            last = record.TimeNanoseconds;
            records.Add(record);
        }

        return [.. records];
    }

    private TraceRecord ReadRecord(string line, TraceHeader header)
    {
        string[] words = line.Split(' ');
        TraceSite? site = words[^1].StartsWith('@') ? Site(words[^1]) : null;
        if (site is not null) words = words[..^1];
        if (words.Length is not (5 or 6)) throw _lines.Refuse($"{TraceLines.Shown(line)} is not a record \"{RecordForm}\"");
        ulong time = Number(words[0], "a time in nanoseconds", 0, ulong.MaxValue);
        int node = Node(words[1], header.Nodes.Count);
        int cpus = header.Nodes[node].Cpus;
        ulong cpu = Number(words[2], $"a CPU of node {node}", 0, (ulong)cpus - 1);
        if (!TraceWords.TryParse(words[3], out TraceKind kind)) throw _lines.Refuse($"{TraceLines.Shown(words[3])} is no kind of record: there are {TraceWords.Kinds}");
        ulong? wait = words.Length == 6 ? Number(words[5], "a time in nanoseconds", 0, ulong.MaxValue) : null;
        TraceRecord record = new(time, new NodeId((ushort)node), new CpuIndex((int)cpu), kind, Page(words[4]), wait, site);
        if (header.HomeOf(record.Page) is not { } home) throw _lines.Refuse($"page {words[4]} lies outside of every window: {Windows(header)}");
        if (site is not null && !record.IsAccess) throw _lines.Refuse("an instruction that made no access: only a record of an access names one");
        if (record.IsPrefetch && wait is not null) throw _lines.Refuse("a prefetch that waits: nobody waits for one, so nothing follows the page");
        if (kind == TraceKind.Eviction && wait is null) throw _lines.Refuse("an eviction without a length of time: it follows the page, in nanoseconds");
        if (kind == TraceKind.Eviction && home == record.Node) throw _lines.Refuse($"an eviction of page {words[4]} from its home, node {node}: only pages of other nodes leave");
        return record;
    }

    private TraceSite Site(string word) => word[1..].Split(':') is [string offset, string instruction]
        ? new TraceSite(Hexadecimal(instruction, "an instruction's address", 0, ulong.MaxValue), (uint)Hexadecimal(offset, "an offset in a page", 0, (ulong)_pageBytes - 1))
        : throw _lines.Refuse($"{TraceLines.Shown(word)} is not \"@OFFSET:INSTRUCTION\"");

    private static string Windows(TraceHeader header) =>
        string.Join(", ", header.Nodes.Select((node, i) => $"node {i} has 0x{node.FirstPage.Value:x} to 0x{node.FirstPage.Value + node.Pages - 1:x}"));

    private void ReadCount(string line, NodeCounts[] counts, Dictionary<byte, string> names)
    {
        switch (line.Split(' '))
        {
            case ["counter", string node, string name, string value]:
                if (!Enum.GetNames<Counter>().Contains(name)) throw _lines.Refuse($"{TraceLines.Shown(name)} is no counter: there are {string.Join(", ", Enum.GetNames<Counter>())}");
                Take(counts, node, CounterTable.Counters, (int)Enum.Parse<Counter>(name), value);
                break;
            case ["latency", string node, string start, string value]:
                ulong microseconds = Number(start, "a time in microseconds", 0, ulong.MaxValue);
                int bucket = NodeCounters.LatencyBucket(microseconds);
                if (NodeCounters.LatencyBucketStart(bucket) != microseconds) throw _lines.Refuse($"no bucket of latencies begins at {start} us: one begins at {NodeCounters.LatencyBucketStart(bucket)}");
                Take(counts, node, CounterTable.FaultLatencies, bucket, value);
                break;
            case ["message", string node, string kind, { Length: > 0 } name, string count, string bytes]:
                int number = (int)Hexadecimal(kind, "a kind of message", 0, NodeCounters.MaximumKinds - 1);
                Take(counts, node, CounterTable.Messages, number, count);
                Take(counts, node, CounterTable.MessageBytes, number, bytes);
                names.TryAdd((byte)number, name);
                break;
            default:
                throw _lines.Refuse($"{TraceLines.Shown(line)} is none of \"counter NODE NAME VALUE\", \"latency NODE FROM_US COUNT\", \"message NODE KIND NAME COUNT BYTES\" and \"end\"");
        }
    }

    private void Take(NodeCounts[] counts, string node, CounterTable table, int index, string value)
    {
        NodeCounts of = counts[Node(node, counts.Length)];
        CounterEntry entry = new() { Table = table, Index = (byte)index, Value = Number(value, "a number", 1, ulong.MaxValue) };
        if (!of.TryTake(in entry)) throw _lines.Refuse("the same thing is counted in a line before");
    }

    private int Node(string word, int nodes) => (int)Number(word, "a node", 0, (ulong)nodes - 1);

    private PageNumber Page(string word) => new((uint)Hexadecimal(word, "a page", 0, uint.MaxValue));

    private ulong Number(string word, string what, ulong least, ulong most)
    {
        if (ulong.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out ulong value) && value >= least && value <= most) return value;
        throw _lines.Refuse($"{TraceLines.Shown(word)} is not {what}: that is a number from {least} to {most}");
    }

    private ulong Hexadecimal(string word, string what, ulong least, ulong most)
    {
        if (word.StartsWith("0x", StringComparison.Ordinal) && ulong.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            && value >= least && value <= most) return value;
        throw _lines.Refuse($"{TraceLines.Shown(word)} is not {what}: that is a number from 0x{least:x} to 0x{most:x}");
    }
}
