using System;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GenetLinkTests : IDisposable
{
    private readonly GenetBench _bench = new();

    private FakeGenet Device => _bench.Device;

    private Genet Link => _bench.Link;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(1000, "Information: the link is up: 1000 Mbit/s")]
    [InlineData(100, "Warning: the link is up, at 100 Mbit/s only")]
    [InlineData(10, "Warning: the link is up, at 10 Mbit/s only")]
    public void The_MAC_is_set_to_what_the_PHY_has_negotiated(int megabits, string line)
    {
        _bench.Initialize();
        Device.Phy.Plug(megabits);
        _bench.Look(3);
        Assert.StartsWith(line, Assert.Single(_bench.Log.Lines), StringComparison.Ordinal);
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
        Assert.True(Link.TryTransmit(_bench.Buffer(60, 1)));
        Assert.True(Device.TrySend(out _));
    }

    [Fact]
    public void The_other_side_has_to_do_full_duplex()
    {
        _bench.Initialize();
        Device.Phy.Plug(1);
        _bench.Look(3);
        Assert.Contains("half duplex", Assert.Single(_bench.Log.Lines), StringComparison.Ordinal);
        Assert.False(Device.Deliver(GenetBench.Make(60, 1)));
        Device.Phy.Unplug();
        Device.Phy.Plug(1000);
        _bench.Look(3);
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
    }

    [Fact]
    public void Without_a_cable_frames_are_lost_and_counted_and_their_buffers_are_free()
    {
        _bench.Initialize();
        _bench.Look(3);
        FrameBuffer buffer = _bench.Buffer(60, 1);
        for (int i = 0; i < 1000; i++)
        {
            Assert.True(Link.TryTransmit(buffer));
            Assert.False(buffer.InFlight);
        }
        Assert.Equal(1000ul, _bench.Counters[Counter.UnsentFrames]);
        Assert.Equal(0ul, _bench.Counters[Counter.LinkLosses]);
        Assert.Empty(_bench.Log.Lines);
        Assert.False(Link.TryReceive(out _));
    }

    [Fact]
    public void A_cable_that_was_never_there_is_missed_once()
    {
        _bench.Initialize();
        _bench.Look(3 * GenetLinkMonitor.LooksForFirstLink);
        Assert.Contains("the link is down", Assert.Single(_bench.Log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_cable_that_is_pulled_and_plugged_in_again_loses_what_was_sent_meanwhile_and_nothing_else()
    {
        _bench.Connected();
        FrameBuffer before = _bench.Buffer(60, 1);
        Assert.True(Link.TryTransmit(before));
        Device.Phy.Unplug();

        // Nobody has noticed yet: it waits in the ring.
        FrameBuffer unnoticed = _bench.Buffer(60, 2);
        Assert.True(Link.TryTransmit(unnoticed));
        _bench.Look();
        FrameBuffer lost = _bench.Buffer(60, 3);
        Assert.True(Link.TryTransmit(lost));
        Assert.False(Device.TrySend(out _));
        Device.Phy.Plug(100);
        _bench.Look(3);
        FrameBuffer after = _bench.Buffer(60, 4);
        Assert.True(Link.TryTransmit(after));
        foreach (int content in new[] { 1, 2, 4 })
        {
            Assert.True(Device.TrySend(out byte[] sent));
            Assert.Equal(GenetBench.Make(60, content), sent);
        }
        Link.ReclaimTransmitted();
        Assert.All([before, unnoticed, lost, after], buffer => Assert.False(buffer.InFlight));
        Assert.Equal(1ul, _bench.Counters[Counter.LinkLosses]);
        Assert.Equal(1ul, _bench.Counters[Counter.UnsentFrames]);
        Assert.Equal(3, _bench.Log.Lines.Count);
        Assert.Contains("the link is down", _bench.Log.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_that_was_lost_between_two_looks_is_noticed()
    {
        _bench.Connected();
        Device.Phy.Unplug();
        Device.Phy.Plug(100);
        _bench.Look(4);
        Assert.Equal(1ul, _bench.Counters[Counter.LinkLosses]);
        Assert.Contains("100 Mbit/s", _bench.Log.Lines[^1], StringComparison.Ordinal);
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
    }

    [Fact]
    public void A_PHY_that_does_not_answer_has_no_link()
    {
        _bench.Connected();
        Device.Phy.Silent = 1;
        _bench.Look();
        Assert.Contains("the link is down", _bench.Log.Lines[^1], StringComparison.Ordinal);
        _bench.Look();
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Flaps_at_any_time_break_nothing(int seed)
    {
        Random random = new(seed);
        _bench.Connected();
        FrameBuffer[] buffers = [.. Enumerable.Range(0, 300).Select(i => _bench.Buffer(60, i))];
        int sent = 0;
        int received = 0;
        for (int step = 0; step < 20_000; step++)
        {
            switch (random.Next(40))
            {
                case 0: Device.Phy.Unplug(); break;
                case 1 when Device.Phy.Partner == 0: Device.Phy.Plug(random.Next(4) switch { 0 => 10, 1 => 100, _ => 1000 }); break;
                case 2 or 3: _bench.Look(); break;
                case < 16: _ = buffers.FirstOrDefault(b => !b.InFlight) is FrameBuffer free && Link.TryTransmit(free); break;
                case < 26: sent += Device.TrySend(out _) ? 1 : 0; break;
                case < 28: Link.ReclaimTransmitted(); break;
                case < 34: _ = Device.Deliver(GenetBench.Make(60, 5)); break;
                default:
                    if (!Link.TryReceive(out ReceivedFrame frame)) break;
                    Assert.Equal(GenetBench.Make(60, 5), frame.Bytes.ToArray());
                    Link.Return(frame);
                    received++;
                    break;
            }
        }
        ulong losses = _bench.Counters[Counter.LinkLosses];
        Assert.True(sent > 100 && received > 100 && losses > 50, $"seed {seed}: {sent} frames sent, {received} received, {losses} times without a link");
        Device.Phy.Unplug();
        Device.Phy.Plug(1000);
        _bench.Look(4);
        while (Device.TrySend(out _)) sent++;
        Link.ReclaimTransmitted();
        Assert.All(buffers, buffer => Assert.False(buffer.InFlight));
        Assert.True(Device.Deliver(GenetBench.Make(60, 6)));
    }

    [Fact]
    public void A_device_that_sends_nothing_is_named_once()
    {
        _bench.Connected();
        Assert.True(Link.TryTransmit(_bench.Buffer(60, 1)));
        _bench.Look(5);
        Assert.Single(_bench.Log.Lines, line => line.Contains("sends nothing", StringComparison.Ordinal));
        Assert.True(Device.TrySend(out _));
        _bench.Look(5);
        Assert.Equal(2, _bench.Log.Lines.Count);
    }

    [Fact]
    public void A_device_that_goes_on_sending_is_not_stuck()
    {
        _bench.Connected();
        Assert.True(Link.TryTransmit(_bench.Buffer(60, 0)));
        for (int i = 1; i < 5; i++)
        {
            Assert.True(Link.TryTransmit(_bench.Buffer(60, i)));
            Assert.True(Device.TrySend(out _));
            _bench.Look();
        }
        Assert.Single(_bench.Log.Lines);
    }

    [Fact]
    public void Frames_that_found_no_room_in_the_buffer_memory_are_counted()
    {
        _bench.Connected();
        Device.Overflows = 5;
        _bench.Look();
        Device.Overflows = 2;
        _bench.Look(2);
        Assert.Equal(7ul, _bench.Counters[Counter.OverrunFrames]);
    }
}
