using System;
using System.IO;
using System.Linq;
using FsCheck;
using FsCheck.Fluent;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces;

public sealed class TraceFormatTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public void The_format_is_the_documented_one()
    {
        StringWriter text = new();
        TraceWriter.Write(SampleTrace.Value, text);
        Assert.Equal(SampleTrace.Text, text.ToString());
    }

    [Theory]
    [InlineData("x.trace")]
    [InlineData("x.trace.gz")]
    public void What_is_written_is_read(string name)
    {
        string path = Path.Combine(_place.Path, name);
        TraceWriter.Write(SampleTrace.Value, path);
        Same(SampleTrace.Value, TraceReader.Read(path));
        Assert.Equal(name.EndsWith(".gz", StringComparison.Ordinal), File.ReadAllBytes(path)[0] == 0x1f);
    }

    [Fact]
    public void A_protocol_need_not_be_known_and_nothing_need_have_happened()
    {
        Trace trace = SampleTrace.Value with { Header = SampleTrace.Value.Header with { Protocol = null }, Records = [] };
        StringWriter text = new();
        TraceWriter.Write(trace, text);
        Same(trace, Read(text.ToString()));
    }

    [Fact]
    public void Any_records_come_back_as_they_were() =>
        Prop.ForAll<Tuple<uint, byte, uint, uint>[]>(fields =>
        {
            ulong time = 0;
            TraceRecord[] records = fields.Select(f => Some(ref time, f.Item1, f.Item2, f.Item3, f.Item4)).ToArray();
            StringWriter text = new();
            TraceWriter.Write(SampleTrace.Value with { Records = records }, text);
            Assert.Equal(records, Read(text.ToString()).Records);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(1, "pilevisor-trace 2", "\"pilevisor-trace 2\" is another version of the format: this program reads version 1")]
    [InlineData(1, "{}", "\"{}\" is not the first line of a trace: that is \"pilevisor-trace 1\"")]
    [InlineData(2, "variant", "\"variant\" is not a line \"variant NAME\"")]
    [InlineData(2, "variant X\r", "a character with the number 13: a trace has printable ASCII characters, and lines that end in one line feed")]
    [InlineData(2, "variant ", "a variant without a name")]
    [InlineData(3, "protocols OwnerDirectory", "\"protocols OwnerDirectory\" is not a line \"protocol NAME\" or \"page-bytes COUNT\"")]
    [InlineData(4, "page-bytes 12288", "pages of 12288 bytes: a page has a power of two from 4096 to 2097152")]
    [InlineData(5, "nodes 0", "\"0\" is not a number of nodes: that is a number from 1 to 64")]
    [InlineData(5, "nodes 65", "\"65\" is not a number of nodes: that is a number from 1 to 64")]
    [InlineData(6, "cpus 0 17", "\"17\" is not a number of CPUs: that is a number from 1 to 16")]
    [InlineData(7, "window 0 262144 512", "\"262144\" is not a page: that is a number from 0x0 to 0xffffffff")]
    [InlineData(9, "cpus 0 1", "cpus of node 0, where node 1 is due: nodes come in order of their numbers")]
    [InlineData(10, "window 1 0x401ff 512", "the window of node 1 overlaps that of a node before it")]
    [InlineData(12, "records -1", "\"-1\" is not a number of records: that is a number from 0 to 8388608")]
    [InlineData(12, "records 5", "\"18446744073709551615 1 0 e 0x401ff 0\" is none of \"counter NODE NAME VALUE\", \"latency NODE FROM_US COUNT\", \"message NODE KIND NAME COUNT BYTES\" and \"end\"", 18)]
    [InlineData(12, "records 7", "\"counter 0 ReadFetches 3\" is not a record \"TIME_NS NODE CPU KIND PAGE [WAIT_NS] [@OFFSET:INSTRUCTION]\"", 19)]
    [InlineData(13, "1000 2 0 w 0x40200 1", "\"2\" is not a node: that is a number from 0 to 1")]
    [InlineData(13, "1000 1 1 w 0x40000 1", "\"1\" is not a CPU of node 1: that is a number from 0 to 0")]
    [InlineData(13, "1000 0 0 q 0x40200 1", "\"q\" is no kind of record: there are r, w, x, pr, pw, e")]
    [InlineData(13, "1000 0 0 w 0x40400 1", "page 0x40400 lies outside of every window: node 0 has 0x40000 to 0x401ff, node 1 has 0x40200 to 0x403ff")]
    [InlineData(13, "1000 0 0 w 0x3ffff 1", "page 0x3ffff lies outside of every window: node 0 has 0x40000 to 0x401ff, node 1 has 0x40200 to 0x403ff")]
    [InlineData(13, "1000 0 0 w 0x40200 1 @0x10", "\"@0x10\" is not \"@OFFSET:INSTRUCTION\"")]
    [InlineData(13, "1000 0 0 w 0x40200 1 @0x1000:0x0", "\"0x1000\" is not an offset in a page: that is a number from 0x0 to 0xfff")]
    [InlineData(13, "1000 0 0 pw 0x40200 @0x10:0x20", "an instruction that made no access: only a record of an access names one")]
    [InlineData(13, "1000 0 0 w 0x40200  1", "\"1000 0 0 w 0x40200  1\" is not a record \"TIME_NS NODE CPU KIND PAGE [WAIT_NS] [@OFFSET:INSTRUCTION]\"")]
    [InlineData(13, "-1 0 0 w 0x40200 1", "\"-1\" is not a time in nanoseconds: that is a number from 0 to 18446744073709551615")]
    [InlineData(14, "999 1 0 r 0x40000 1", "guest time 999 comes after 1000: records are in order of time")]
    [InlineData(16, "2000 0 1 pr 0x40201 4", "a prefetch that waits: nobody waits for one, so nothing follows the page")]
    [InlineData(18, "3000 1 0 e 0x401ff", "an eviction without a length of time: it follows the page, in nanoseconds")]
    [InlineData(18, "3000 0 0 e 0x401ff 1", "an eviction of page 0x401ff from its home, node 0: only pages of other nodes leave")]
    [InlineData(20, "counter 0 ReadFetches 4", "the same thing is counted in a line before")]
    [InlineData(21, "latency 0 577 1", "no bucket of latencies begins at 577 us: one begins at 576")]
    [InlineData(22, "message 0 0x80 X 1 1", "\"0x80\" is not a kind of message: that is a number from 0x0 to 0x7f")]
    [InlineData(26, "end\nend", "\"end\" follows the line \"end\", which is the last", 27)]
    public void A_line_that_is_wrong_is_refused_with_its_place_and_what_would_be_right(int line, string text, string problem, int at = 0)
    {
        string[] lines = SampleTrace.Text.Split('\n');
        lines[line - 1] = text;
        TraceFormatException e = Assert.Throws<TraceFormatException>(() => Read(string.Join('\n', lines)));
        Assert.Equal((at == 0 ? line : at, problem), (e.Line, e.Problem));
        Assert.Equal($"x.trace:{e.Line}: {problem}", e.Message);
    }

    [Fact]
    public void An_unknown_counter_is_refused_with_the_known_ones()
    {
        TraceFormatException e = Assert.Throws<TraceFormatException>(() => Read(SampleTrace.Text.Replace("ReadFetches", "Reads", StringComparison.Ordinal)));
        Assert.StartsWith("\"Reads\" is no counter: there are ReadFetches, WriteFetches, ", e.Problem);
    }

    [Fact]
    public void A_trace_that_was_cut_short_is_refused_wherever_the_cut_is()
    {
        // Only the last line's end may be missing.
        for (int length = 0; length < SampleTrace.Text.Length - 1; length++) Assert.Throws<TraceFormatException>(() => Read(SampleTrace.Text[..length]));
        Assert.Equal("x.trace:8: the file ends here, before a line \"lost NODE RECORDS\": it was cut short", Assert.Throws<TraceFormatException>(() => Read(string.Join('\n', SampleTrace.Text.Split('\n')[..7]) + "\n")).Message);
    }

    [Fact]
    public void A_compressed_trace_that_was_cut_short_or_is_not_compressed_is_refused()
    {
        string path = Path.Combine(_place.Path, "x.gz");
        TraceWriter.Write(SampleTrace.Value, path);
        byte[] whole = File.ReadAllBytes(path);
        // The last bytes are a check sum; what is before them is the trace.
        const int Last = 16;
        foreach (int length in Enumerable.Range(0, whole.Length - Last))
        {
            File.WriteAllBytes(path, whole[..length]);
            Assert.Throws<TraceFormatException>(() => TraceReader.Read(path));
        }

        whole[^5] ^= 1;
        File.WriteAllBytes(path, whole);
        Assert.Throws<TraceFormatException>(() => TraceReader.Read(path));

        File.WriteAllText(path, SampleTrace.Text);
        Assert.StartsWith($"{path}:1: the file cannot be read any further: ", Assert.Throws<TraceFormatException>(() => TraceReader.Read(path)).Message);
    }

    [Fact]
    public void A_file_without_lines_is_not_read_to_its_end()
    {
        TraceFormatException e = Assert.Throws<TraceFormatException>(() => Read(new string('x', 1 << 20)));
        Assert.Equal("a line of more than 500 characters: no line of a trace is so long", e.Problem);
    }

    [Fact]
    public void A_trace_that_is_not_there_is_named()
    {
        LaunchException e = Assert.Throws<LaunchException>(() => TraceReader.Read("/no/such/x.trace"));
        Assert.StartsWith("the trace /no/such/x.trace cannot be opened: ", e.Message);
        Assert.Equal(ExitStatus.BadInput, e.Status);
    }

    [Fact]
    public void Any_text_is_read_or_refused() => Prop.ForAll<string>(text => Refuses(text ?? "")).QuickCheckThrowOnFailure();

    // Changes that are more likely to be noticed late: words of a trace in other places.
    [Fact]
    public void Any_change_to_a_trace_is_read_or_refused() =>
        Prop.ForAll<uint, uint, char>((from, to, inserted) =>
        {
            string[] words = SampleTrace.Text.Split(' ');
            words[to % words.Length] = inserted % 4 == 0 ? words[from % words.Length] + inserted : words[from % words.Length];
            Refuses(string.Join(' ', words));
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_trace_takes_its_place_when_it_is_whole()
    {
        string path = _place.File("x.trace", "old");
        using (new TraceFile(path)) Assert.Equal("old", File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_place.Path));
        using (TraceFile file = new(path)) file.Commit(SampleTrace.Value);
        Assert.Equal(SampleTrace.Text, File.ReadAllText(path));
        Assert.Equal([path], Directory.GetFiles(_place.Path));
    }

    public void Dispose() => _place.Dispose();

    private static Trace Read(string text)
    {
        using StringReader reader = new(text);
        return TraceReader.Read(reader, "x.trace");
    }

    private static void Refuses(string text)
    {
        try
        {
            StringWriter again = new();
            TraceWriter.Write(Read(text), again);
            Read(again.ToString());
        }
        catch (TraceFormatException e)
        {
            Assert.InRange(e.Line, 1, text.Count(c => c == '\n') + 1);
            Assert.DoesNotContain(e.Message, char.IsControl);
        }
    }

    private static TraceRecord Some(ref ulong time, uint step, byte which, uint page, uint wait)
    {
        time += step;
        TraceKind kind = (TraceKind)(which % 6);
        byte node = (byte)(which / 6 % 2);
        PageNumber foreign = new(0x40000u + (512u * (1u - node)) + (page % 512));
        ulong? waited = kind == TraceKind.Eviction || (kind <= TraceKind.ReadForWrite && wait % 2 == 0) ? wait : null;
        TraceSite? site = kind <= TraceKind.ReadForWrite && step % 2 == 0 ? new TraceSite(0xffff_8000_0800_0000 + wait, step % TraceEntry.Parts * (4096 / TraceEntry.Parts)) : null;
        return new TraceRecord(time, new NodeId(node), new CpuIndex(0), kind, foreign, waited, site);
    }

    private static void Same(Trace expected, Trace actual)
    {
        Assert.Equal((expected.Header.Variant, expected.Header.Protocol), (actual.Header.Variant, actual.Header.Protocol));
        Assert.Equal(expected.Header.Nodes, actual.Header.Nodes);
        Assert.Equal(expected.Records, actual.Records);
        Assert.Equal(expected.MessageNames, actual.MessageNames);
        Assert.All(expected.Counts.Zip(actual.Counts), pair =>
        {
            Assert.All(Enum.GetValues<Counter>(), counter => Assert.Equal(pair.First[counter], pair.Second[counter]));
            Assert.Equal(pair.First.Messages.ToArray(), pair.Second.Messages.ToArray());
            Assert.Equal(pair.First.MessageBytes.ToArray(), pair.Second.MessageBytes.ToArray());
            Assert.Equal(pair.First.Latencies.ToArray(), pair.Second.Latencies.ToArray());
        });
    }
}
