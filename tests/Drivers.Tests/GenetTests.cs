using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class GenetTests : IDisposable
{
    private const int RingSize = 256;

    // One stays free.
    private const int Transmittable = RingSize - 1;

    private readonly GenetBench _bench = new GenetBench().Connected();

    private FakeGenet Device => _bench.Device;

    private Genet Link => _bench.Link;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(14)]
    [InlineData(60)]
    [InlineData(1514)]
    public void A_frame_goes_out_as_it_is_and_its_buffer_comes_back(int length)
    {
        FrameBuffer buffer = _bench.Buffer(length < 18 ? 18 : length, 7);
        buffer.Length = length;
        Assert.True(Link.TryTransmit(buffer));
        Assert.True(buffer.InFlight);
        Link.ReclaimTransmitted();
        Assert.True(buffer.InFlight);
        Assert.True(Device.TrySend(out byte[] sent));
        Assert.Equal(buffer.Bytes[..length].ToArray(), sent);
        Link.ReclaimTransmitted();
        Assert.False(buffer.InFlight);
        Assert.False(Device.Interrupts);
    }

    [Theory]
    [InlineData(106, 1408)]
    [InlineData(60, 1)]
    [InlineData(14, 600)]
    [InlineData(59, 600)]
    public unsafe void A_frame_in_two_pieces_goes_out_as_one(int head, int rest)
    {
        PhysicalAddress page = _bench.Memory.Allocate(4096, 4096, "page");
        byte* content = _bench.Memory.Pointer(page) + 3;
        new Random(1).NextBytes(new Span<byte>(content, rest));
        FrameBuffer buffer = _bench.Buffer(200, 7);
        buffer.Length = head;
        byte[] expected = [.. buffer.Bytes[..head], .. new Span<byte>(content, rest)];
        buffer.Gather(page, page + 3, new ReadOnlySpan<byte>(content, rest));
        Assert.True(Link.TryTransmit(buffer));
        Assert.True(Device.TrySend(out byte[] sent));
        Assert.Equal(expected, sent);
        Link.ReclaimTransmitted();
        Assert.False(buffer.InFlight);
    }

    [Fact]
    public void A_buffer_that_is_written_to_again_goes_out_with_what_was_written()
    {
        FrameBuffer buffer = _bench.Buffer(100, 0);
        for (int i = 1; i < 5; i++)
        {
            Assert.True(Link.TryTransmit(GenetBench.Fill(buffer, 100, i)));
            Assert.True(Device.TrySend(out byte[] sent));
            Assert.Equal(GenetBench.Make(100, i), sent);
            Link.ReclaimTransmitted();
        }
    }

    [Theory]
    [InlineData(18, 0)]
    [InlineData(60, 0)]
    [InlineData(194, 0)]
    [InlineData(195, 89)]
    [InlineData(1514, 1408)]
    public void A_frame_arrives_as_it_is_and_a_long_one_in_two_pieces(int length, int rest)
    {
        byte[] sent = GenetBench.Make(length, 1);
        Assert.True(Device.Deliver(sent));
        Assert.True(Link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(sent, Whole(frame));
        Assert.Equal(rest, frame.Rest.Bytes.Length);
        Assert.False(frame.Rest.CanBeKept);
        Link.Return(frame);
        Assert.False(Link.TryReceive(out _));
    }

    [Fact]
    public void Broadcasts_arrive_and_what_is_for_others_does_not()
    {
        byte[] frame = GenetBench.Make(60, 1);
        frame.AsSpan(0, 6).Fill(0xff);
        Assert.True(Device.Deliver(frame));
        Assert.True(Link.TryReceive(out ReceivedFrame received));
        Assert.Equal(frame, received.Bytes.ToArray());
        frame[0] = 0xdc;
        Assert.False(Device.Deliver(frame));
    }

    [Fact]
    public void A_frame_that_was_opened_where_it_is_does_not_spoil_the_next_one()
    {
        for (int i = 0; i < 3 * RingSize; i++)
        {
            byte[] sent = GenetBench.Make(1000, i);
            Assert.True(Device.Deliver(sent));
            Assert.True(Link.TryReceive(out ReceivedFrame frame));
            Assert.Equal(sent, Whole(frame));
            frame.Writable.Fill(0xdd);
            frame.Rest.Writable.Fill(0xdd);
            Link.Return(frame);
        }
    }

    [Fact]
    public void Transmission_goes_on_beyond_the_wrap_of_the_indices()
    {
        FrameBuffer[] buffers = [.. Enumerable.Range(0, 3).Select(i => _bench.Buffer(60, i))];
        byte[] expected = GenetBench.Make(60, 0);
        for (int i = 0; i < 70_000; i++)
        {
            FrameBuffer buffer = buffers[i % 3];
            BitConverter.TryWriteBytes(buffer.Bytes[14..], i);
            Assert.True(Link.TryTransmit(buffer));
            Assert.True(Device.TrySend(out byte[] sent));
            Assert.Equal(i, BitConverter.ToInt32(sent, 14));
            Link.ReclaimTransmitted();
            Assert.False(buffer.InFlight);
        }
        Assert.Equal(60, expected.Length);
        Assert.Equal(70_000 - 65_536, Device.Transmit.DeviceIndex);
    }

    [Fact]
    public void Reception_goes_on_beyond_the_wrap_of_the_indices()
    {
        byte[] sent = GenetBench.Make(60, 0);
        for (int i = 0; i < 70_000; i++)
        {
            BitConverter.TryWriteBytes(sent.AsSpan(14), i);
            Assert.True(Device.Deliver(sent));
            Assert.True(Link.TryReceive(out ReceivedFrame frame));
            Assert.True(frame.Bytes.SequenceEqual(sent));
            Link.Return(frame);
        }
        Assert.Equal(70_000 - 65_536, Device.Receive.DeviceIndex);
        Assert.Equal(Device.Receive.DeviceIndex, Device.Receive.DriverIndex);
    }

    [Fact]
    public void A_full_ring_refuses_a_frame_until_one_was_sent()
    {
        FrameBuffer[] buffers = [.. Enumerable.Range(0, Transmittable + 1).Select(i => _bench.Buffer(60, i))];
        for (int i = 0; i < Transmittable; i++) Assert.True(Link.TryTransmit(buffers[i]));
        Assert.False(Link.TryTransmit(buffers[Transmittable]));
        Assert.False(buffers[Transmittable].InFlight);
        Assert.True(Device.TrySend(out _));
        Assert.False(Link.TryTransmit(buffers[Transmittable]));
        Link.ReclaimTransmitted();
        Assert.False(buffers[0].InFlight);
        Assert.True(Link.TryTransmit(buffers[Transmittable]));
        for (int i = 1; i <= Transmittable; i++)
        {
            Assert.True(Device.TrySend(out byte[] sent));
            Assert.Equal(GenetBench.Make(60, i), sent);
        }
    }

    [Fact]
    public void A_ring_with_one_descriptor_left_has_no_room_for_two_pieces()
    {
        for (int i = 0; i < Transmittable - 1; i++) Assert.True(Link.TryTransmit(_bench.Buffer(60, i)));
        FrameBuffer buffer = _bench.Buffer(100, 1);
        buffer.Gather(default, new PhysicalAddress(0x1_4000_0000), buffer.Bytes[..60]);
        Assert.False(Link.TryTransmit(buffer));
        Assert.False(buffer.InFlight);
        Assert.True(Link.TryTransmit(_bench.Buffer(60, Transmittable - 1)));
    }

    [Fact]
    public void With_all_buffers_lent_further_frames_are_lost_and_counted()
    {
        List<int> lent = [];
        for (int i = 0; i < RingSize; i++) Assert.True(Device.Deliver(GenetBench.Make(60, i)));
        Assert.False(Device.Deliver(GenetBench.Make(60, 0)));
        Assert.False(Device.Deliver(GenetBench.Make(60, 0)));
        while (Link.TryReceive(out ReceivedFrame frame)) lent.Add(frame.Buffer);
        Assert.Equal(RingSize, lent.Count);
        Assert.Equal(2ul, _bench.Counters[Counter.OverrunFrames]);
        Assert.False(Device.Deliver(GenetBench.Make(60, 0)));
        ReturnBuffer(lent[0]);
        Assert.True(Device.Deliver(GenetBench.Make(60, RingSize)));
        Assert.True(Link.TryReceive(out ReceivedFrame last));
        Assert.Equal(GenetBench.Make(60, RingSize), Whole(last));
        Assert.Equal(3ul, _bench.Counters[Counter.OverrunFrames]);
    }

    [Fact]
    public void Buffers_come_back_in_any_order_and_go_to_the_device_in_its_own()
    {
        List<int> lent = [];
        for (int i = 0; i < 3; i++) Assert.True(Device.Deliver(GenetBench.Make(60, i)));
        while (Link.TryReceive(out ReceivedFrame frame)) lent.Add(frame.Buffer);
        ReturnBuffer(lent[2]);
        ReturnBuffer(lent[1]);
        Assert.Equal(0, Device.Receive.DriverIndex);
        ReturnBuffer(lent[0]);
        Assert.Equal(3, Device.Receive.DriverIndex);
    }

    [Theory]
    [InlineData(0x01u)]
    [InlineData(0x02u)]
    [InlineData(0x04u)]
    [InlineData(0x08u)]
    [InlineData(0x10u)]
    public void A_damaged_frame_is_counted_and_passed_over(uint errors)
    {
        Assert.True(Device.Deliver(GenetBench.Make(60, 1), errors));
        Assert.True(Device.Deliver(GenetBench.Make(60, 2)));
        Assert.True(Link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(GenetBench.Make(60, 2), Whole(frame));
        Assert.Equal(1ul, _bench.Counters[Counter.DamagedFrames]);
        Link.Return(frame);
        Assert.Equal(2, Device.Receive.DriverIndex);
    }

    [Theory]
    [InlineData(13, 1)]
    [InlineData(1515, 1)]
    [InlineData(1518, 1)]
    [InlineData(2046, 1)]
    [InlineData(2047, 2)]
    [InlineData(9014, 5)]
    public void A_frame_of_a_wrong_length_is_refused_in_all_its_parts(int length, int parts)
    {
        Assert.True(Device.Deliver(GenetBench.Make(Math.Max(length, 18), 1).AsSpan(0, length)));
        Assert.True(Device.Deliver(GenetBench.Make(1514, 2)));
        Assert.True(Link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(GenetBench.Make(1514, 2), Whole(frame));
        Assert.Equal((ulong)parts, _bench.Counters[Counter.DamagedFrames]);
        Link.Return(frame);
        Assert.Equal(parts + 1, Device.Receive.DriverIndex);
    }

    [Fact]
    public void A_ring_full_of_damaged_frames_is_passed_over_in_one_go()
    {
        for (int i = 0; i < RingSize; i++) Assert.True(Device.Deliver(GenetBench.Make(60, i), 2));
        Assert.False(Link.TryReceive(out _));
        Assert.Equal((ulong)RingSize, _bench.Counters[Counter.DamagedFrames]);
        for (int i = 0; i < RingSize; i++) Assert.True(Device.Deliver(GenetBench.Make(60, i)));
    }

    [Fact]
    public void Only_reception_interrupts_and_acknowledging_makes_room_for_the_next()
    {
        Assert.True(Link.TryTransmit(_bench.Buffer(60, 1)));
        Assert.True(Device.TrySend(out _));
        Assert.False(Device.Interrupts);
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
        Assert.True(Device.Interrupts);
        Link.AcknowledgeInterrupt();
        Assert.False(Device.Interrupts);
        Assert.True(Device.Deliver(GenetBench.Make(60, 2)));
        Assert.True(Device.Interrupts);
    }

    [Fact]
    public void A_frame_whose_interrupt_got_lost_is_there_for_whoever_looks()
    {
        Device.LosesInterrupts = true;
        for (int i = 0; i < 2 * RingSize; i++)
        {
            Assert.True(Device.Deliver(GenetBench.Make(60, i)));
            Assert.False(Device.Interrupts);
            Assert.True(Link.TryReceive(out ReceivedFrame frame));
            Assert.Equal(GenetBench.Make(60, i), Whole(frame));
            Link.Return(frame);
        }
        Link.AcknowledgeInterrupt();
    }

    [Fact]
    public void What_was_received_is_looked_at_behind_a_barrier()
    {
        bool isOrdered = false;
        int looks = 0;
        _bench.Barriers.OnFull = () => isOrdered = true;
        Device.OnAccess = () => isOrdered &= Device.Receive.DeviceIndex == looks;
        _bench.Memory.OnMaintenance = () => Assert.True(isOrdered, "the buffer is looked at before the index was read");
        Assert.False(Link.TryReceive(out _));
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
        looks = 1;
        Assert.True(Link.TryReceive(out ReceivedFrame frame));
        Assert.True(isOrdered);
        Link.Return(frame);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Any_order_of_events_loses_and_mixes_nothing(int seed)
    {
        Random random = new(seed);
        FrameBuffer[] buffers = [.. Enumerable.Range(0, 300).Select(i => _bench.Buffer(60, i))];
        List<int> lent = [];
        Queue<int> arriving = new();
        Queue<int> leaving = new();
        ulong damaged = 0;
        ulong lost = 0;
        int nextOut = 0;
        int nextIn = 0;
        for (int step = 0; step < 40_000; step++)
        {
            Device.LosesInterrupts = random.Next(4) == 0;
            switch (random.Next(8))
            {
                case 0:
                    FrameBuffer? free = buffers.FirstOrDefault(buffer => !buffer.InFlight);
                    if (free is not null && Link.TryTransmit(GenetBench.Fill(free, random.Next(18, 1515), nextOut))) leaving.Enqueue(nextOut++);
                    break;
                case 1 when Device.TrySend(out byte[] sent):
                    Assert.Equal(leaving.Dequeue(), Content(sent));
                    break;
                case 2:
                    Link.ReclaimTransmitted();
                    Assert.Equal(leaving.Count, buffers.Count(buffer => buffer.InFlight));
                    break;
                case 3 or 4:
                    if (Device.Deliver(GenetBench.Make(random.Next(18, 1515), nextIn))) arriving.Enqueue(nextIn++);
                    else lost++;
                    break;
                case 5 when random.Next(8) == 0 && Device.Deliver(GenetBench.Make(60, 0), 1u << random.Next(5)):
                    damaged++;
                    break;
                case 6 when Link.TryReceive(out ReceivedFrame frame):
                    Assert.Equal(arriving.Dequeue(), Content(Whole(frame)));
                    lent.Add(frame.Buffer);
                    break;
                case 7 when lent.Count > 0:
                    int which = random.Next(lent.Count);
                    ReturnBuffer(lent[which]);
                    lent.RemoveAt(which);
                    break;
                default: break;
            }
        }
        Assert.True(nextOut > 3000 && nextIn > 3000 && damaged > 100, $"seed {seed}: {nextOut} frames out, {nextIn} in, {damaged} damaged, {lost} lost");
        while (Link.TryReceive(out ReceivedFrame frame)) Assert.Equal(arriving.Dequeue(), Content(Whole(frame)));
        Assert.Empty(arriving);
        Assert.Equal(damaged, _bench.Counters[Counter.DamagedFrames]);
        Assert.InRange(_bench.Counters[Counter.OverrunFrames], lost, ulong.MaxValue);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(257)]
    [InlineData(0xfffe)]
    public void An_index_that_the_device_cannot_have_come_to_is_a_panic(int step)
    {
        Assert.True(Link.TryTransmit(_bench.Buffer(60, 1)));
        Device.Transmit.DeviceIndex = (ushort)(Device.Transmit.DeviceIndex + 1 + step);
        Assert.Contains("was given", Assert.Throws<PanicException>(Link.ReclaimTransmitted).Message, StringComparison.Ordinal);
        Device.Receive.DeviceIndex = (ushort)(Device.Receive.DeviceIndex + Math.Max(step, 257));
        Assert.Contains("filled", Assert.Throws<PanicException>(() => Link.TryReceive(out _)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(1515)]
    public void A_frame_that_is_too_short_or_too_long_is_the_callers_mistake(int length)
    {
        FrameBuffer buffer = new(_bench.Memory, Link.HeadroomBytes, 2000) { Length = length };
        Assert.Throws<PanicException>(() => Link.TryTransmit(buffer));
    }

    [Fact]
    public void A_buffer_in_flight_cannot_be_transmitted_again()
    {
        FrameBuffer buffer = _bench.Buffer(60, 1);
        Assert.True(Link.TryTransmit(buffer));
        Assert.Throws<PanicException>(() => Link.TryTransmit(buffer));
    }

    [Fact]
    public void A_received_buffer_cannot_be_returned_twice()
    {
        Assert.True(Device.Deliver(GenetBench.Make(60, 1)));
        Assert.True(Link.TryReceive(out ReceivedFrame frame));
        Link.Return(frame);
        Assert.Contains("was not lent", Assert.Throws<PanicException>(() => ReturnBuffer(0)).Message, StringComparison.Ordinal);
    }

    private static byte[] Whole(ReceivedFrame frame) => [.. frame.Bytes, .. frame.Rest.Bytes];

    private static int Content(byte[] frame)
    {
        int content = BitConverter.ToInt32(frame, 14);
        Assert.Equal(GenetBench.Make(frame.Length, content), frame);
        return content;
    }

    private unsafe void ReturnBuffer(int buffer) => Link.Return(new ReceivedFrame(null, 0, buffer));
}
