using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Live;
using Xunit;

namespace Pilevisor.Launch.Tests.Live;

/// <summary>What nodes answer while the guest runs, as it arrives.</summary>
public sealed class LiveReportsTests
{
    private readonly LiveReports _reports = new(2);

    [Fact]
    public void An_answer_counts_when_all_of_it_is_there_and_once()
    {
        Take(1, request: 3, HostBody.IsLive, (Counter.Traps, 5));
        Assert.Null(_reports.TakeReading(1));
        Take(1, request: 3, HostBody.IsLive | HostBody.IsLast, (Counter.Interrupts, 6));
        NodeReading reading = _reports.TakeReading(1)!;
        Assert.Equal((5ul, 6ul), (reading.Counts[Counter.Traps], reading.Counts[Counter.Interrupts]));
        Assert.Null(_reports.TakeReading(1));
        Assert.Null(_reports.TakeReading(0));
    }

    [Fact]
    public void What_is_left_of_an_answer_whose_end_was_lost_is_not_in_the_next()
    {
        Take(0, request: 3, HostBody.IsLive, (Counter.Traps, 5));
        Take(0, request: 4, HostBody.IsLive | HostBody.IsLast, (Counter.Interrupts, 6));
        Assert.Equal(0ul, _reports.TakeReading(0)!.Counts[Counter.Traps]);
    }

    [Fact]
    public void The_last_status_is_part_of_it()
    {
        _reports.Take(0, new NodeStatus { Vcpus = 3 });
        Take(0, request: 1, HostBody.IsLive | HostBody.IsLast, (Counter.Traps, 1));
        Assert.Equal(3u, _reports.TakeReading(0)!.Status!.Value.Vcpus);
    }

    private void Take(int machine, byte request, int detail, (Counter Counter, ulong Value) counted)
    {
        FrameCodec codec = new(new TableCrc32C());
        byte[] frame = new byte[FrameCodec.MaximumFrameBytes];
        HostBody body = new() { Number = request, Detail = (byte)detail };
        CounterEntry entry = new() { Table = CounterTable.Counters, Index = (byte)counted.Counter, Value = counted.Value };
        FrameHeader header = new() { Kind = (MessageKind)HostKind.Counters };
        int length = codec.Write(
            frame, HostFrame.HostAddress, new MacAddress(0x5250_0000_0001), in header, MemoryMarshal.AsBytes(new ReadOnlySpan<HostBody>(in body)), MemoryMarshal.AsBytes(new ReadOnlySpan<CounterEntry>(in entry)));
        codec.Seal(frame.AsSpan(0, length));
        Assert.True(HostFrame.TryDecode(codec, frame.AsSpan(0, length), out HostFrame decoded));
        _reports.Take(machine, in decoded);
    }
}
