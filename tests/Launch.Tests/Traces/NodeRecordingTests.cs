using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Traces;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces;

public class NodeRecordingTests
{
    private readonly NodeRecording _recording = new(capacity: 100);

    [Fact]
    public void Parts_are_put_together_and_the_last_ends_it()
    {
        Take(0, 10);
        Take(10, 5);
        Assert.False(_recording.IsComplete);
        Take(15, 0, isLast: true);
        Assert.True(_recording.IsComplete);
        Assert.Equal((15, 0ul), (_recording.Entries.Count, _recording.NodeOf(4096).Lost));
        Assert.Equal(new TraceNode(3, new PageNumber(0x40000), 512, 0), _recording.NodeOf(4096));
    }

    [Fact]
    public void What_is_missing_in_the_numbers_and_what_the_node_dropped_is_lost()
    {
        Take(10, 5);
        Take(25, 5, dropped: 3);
        Take(32, 0, dropped: 3, isLast: true);
        Assert.Equal((10, 25ul), (_recording.Entries.Count, _recording.NodeOf(4096).Lost));
    }

    [Fact]
    public void What_comes_twice_or_after_the_end_is_left_out()
    {
        Take(0, 5);
        Take(0, 5);
        Take(5, 0, isLast: true);
        Take(5, 5);
        Assert.Equal((5, 0ul), (_recording.Entries.Count, _recording.NodeOf(4096).Lost));
    }

    [Fact]
    public void What_finds_no_room_or_is_of_no_known_kind_is_lost()
    {
        Take(0, 101);
        Assert.Equal((100, 1ul), (_recording.Entries.Count, _recording.NodeOf(4096).Lost));
        NodeRecording other = new(capacity: 100);
        TraceBatch batch = new();
        other.Take(in batch, [new TraceEntry { Kind = (TraceKind)9 }, new TraceEntry { Kind = TraceKind.Read }], isLast: false);
        Assert.Equal((TraceKind.Read, 1ul), (Assert.Single(other.Entries).Kind, other.NodeOf(4096).Lost));
    }

    private void Take(ulong first, int entries, ulong dropped = 0, bool isLast = false)
    {
        TraceBatch batch = new() { First = first, Dropped = dropped, FrequencyHz = 1, WindowFirst = 0x40000, WindowPages = 512, CpuCount = 3 };
        _recording.Take(in batch, Enumerable.Repeat(new TraceEntry { Kind = TraceKind.Write }, entries).ToArray(), isLast);
    }
}
