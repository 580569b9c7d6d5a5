using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class VirtioNetTests : IDisposable
{
    private const int RingSize = 256;

    private readonly FakePhysicalMemory _memory = new(64 << 20);
    private readonly FakeDmaBarriers _barriers = new();
    private readonly FakeVirtioNet _device;
    private readonly VirtioNet _link;

    public VirtioNetTests()
    {
        FakeMmio mmio = new();
        FakeHardware hardware = new();
        hardware.Add("virtio,mmio", [(0x0a00_0000, 0x200)], 48);
        _device = new FakeVirtioNet(_memory);
        mmio.Add(0x0a00_0000, 0x200, _device);
        _link = new VirtioNet(mmio, hardware, _barriers);
        _link.Initialize(_memory, 194, 106);
        _device.Notifications.AsSpan().Clear();
    }

    public void Dispose() => _memory.Dispose();

    [Fact]
    public void A_frame_goes_out_as_it_is_and_its_buffer_comes_back()
    {
        FrameBuffer buffer = Frame(100, 7);
        buffer.Headroom(_link.HeadroomBytes).Fill(0xee);
        Assert.True(_link.TryTransmit(buffer));
        Assert.True(buffer.InFlight);
        Assert.Equal(1, _device.Notifications[1]);
        Assert.Equal(1, _device.FetchTransmissions());
        Assert.Equal(buffer.Bytes[..100].ToArray(), _device.CompleteTransmission(0));
        _link.ReclaimTransmitted();
        Assert.False(buffer.InFlight);
    }

    [Fact]
    public unsafe void A_frame_in_two_pieces_goes_out_as_one_and_then_one_in_one_piece()
    {
        PhysicalAddress page = _memory.Allocate(4096, 4096, "page");
        byte* content = _memory.Pointer(page);
        new Random(1).NextBytes(new Span<byte>(content, 4096));
        FrameBuffer buffer = Fill(new FrameBuffer(_memory, _link.HeadroomBytes, 4300), 106, 7);
        buffer.Gather(page, page, new ReadOnlySpan<byte>(content, 4096));
        byte[] expected = [.. Make(106, 7), .. new Span<byte>(content, 4096)];
        for (int i = 0; i < 3; i++)
        {
            Assert.True(_link.TryTransmit(buffer));
            Assert.Equal(1, _device.FetchTransmissions());
            Assert.Equal(expected, _device.CompleteTransmission(0));
            _link.ReclaimTransmitted();
            if (i == 0) buffer.Join();
            if (i == 1) new Span<byte>(content, 4096).Clear();
        }
        Assert.Equal(4202, buffer.Length);
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(106, 0)]
    [InlineData(107, 0)]
    [InlineData(194, 0)]
    [InlineData(195, 89)]
    [InlineData(4202, 4096)]
    public void A_frame_arrives_as_it_is_and_a_long_one_in_two_pieces(int length, int rest)
    {
        byte[] sent = Make(length, 1);
        Assert.True(_device.Deliver(sent));
        Assert.True(_link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(sent, Whole(frame));
        Assert.Equal(rest, frame.Rest.Bytes.Length);
        Assert.Equal(rest == 4096, frame.Rest.CanBeKept);
        _link.Return(frame);
        Assert.False(_link.TryReceive(out _));
    }

    [Fact]
    public unsafe void A_page_that_was_kept_stays_as_it_is_and_the_next_arrives_in_the_one_given_for_it()
    {
        PhysicalAddress given = _memory.Allocate(4096, 4096, "page");
        PhysicalAddress kept = default;
        for (int i = 0; i <= RingSize; i++)
        {
            byte[] sent = Make(4202, i);
            Assert.True(_device.Deliver(sent));
            Assert.True(_link.TryReceive(out ReceivedFrame frame));
            Assert.Equal(sent, Whole(frame));
            if (i == 0) kept = frame.Rest.Exchange(given);
            if (i == RingSize) Assert.True(_memory.Pointer(given) == System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetReference(frame.Rest.Bytes)));
            _link.Return(frame);
        }
        Assert.Equal(Make(4202, 0)[106..], new ReadOnlySpan<byte>(_memory.Pointer(kept), 4096).ToArray());
    }

    [Fact]
    public void Transmission_goes_on_beyond_the_wrap_of_the_indices()
    {
        FrameBuffer[] buffers = [.. Enumerable.Range(0, 3).Select(_ => new FrameBuffer(_memory, _link.HeadroomBytes, 64))];
        for (int i = 0; i < 70_000; i++)
        {
            FrameBuffer buffer = Fill(buffers[i % 3], 60, i);
            Assert.True(_link.TryTransmit(buffer));
            Assert.Equal(1, _device.FetchTransmissions());
            Assert.True(_device.CompleteTransmission(0).AsSpan().SequenceEqual(buffer.Bytes[..60]));
            _link.ReclaimTransmitted();
            Assert.False(buffer.InFlight);
        }
        Assert.Equal(70_000 - 65_536, _device.Queues[1].UsedIndex);
    }

    [Fact]
    public void Reception_goes_on_beyond_the_wrap_of_the_indices()
    {
        byte[] sent = new byte[60];
        for (int i = 0; i < 70_000; i++)
        {
            BitConverter.TryWriteBytes(sent, i);
            Assert.True(_device.Deliver(sent));
            Assert.True(_link.TryReceive(out ReceivedFrame frame));
            Assert.True(frame.Bytes.SequenceEqual(sent));
            _link.Return(frame);
        }
        Assert.Equal(70_000 - 65_536, _device.Queues[0].UsedIndex);
    }

    [Fact]
    public void A_full_ring_refuses_a_frame_until_one_was_sent()
    {
        FrameBuffer[] buffers = [.. Enumerable.Range(0, RingSize + 1).Select(i => Frame(60, i))];
        for (int i = 0; i < RingSize; i++) Assert.True(_link.TryTransmit(buffers[i]));
        Assert.False(_link.TryTransmit(buffers[RingSize]));
        Assert.False(buffers[RingSize].InFlight);
        Assert.Equal(RingSize, _device.FetchTransmissions());
        _device.CompleteTransmission(17);
        Assert.False(_link.TryTransmit(buffers[RingSize]));
        _link.ReclaimTransmitted();
        Assert.False(buffers[17].InFlight);
        Assert.True(_link.TryTransmit(buffers[RingSize]));
        Assert.Equal(RingSize, buffers.Count(buffer => buffer.InFlight));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Any_order_of_events_loses_and_mixes_nothing(int seed)
    {
        Random random = new(seed);
        FrameBuffer[] buffers = [.. Enumerable.Range(0, 300).Select(_ => new FrameBuffer(_memory, _link.HeadroomBytes, 1600))];
        HashSet<int> transmitted = [];
        List<int> lent = [];
        Queue<int> arriving = new();
        int nextOut = 0;
        int nextIn = 0;
        int completed = 0;
        for (int step = 0; step < 60_000; step++)
        {
            switch (random.Next(6))
            {
                case 0:
                    FrameBuffer? free = buffers.FirstOrDefault(buffer => !buffer.InFlight);
                    if (free is not null && _link.TryTransmit(Fill(free, random.Next(60, 1500), nextOut))) transmitted.Add(nextOut++);
                    break;
                case 1 when _device.FetchTransmissions() is int held and > 0:
                    Assert.True(transmitted.Remove(Content(_device.CompleteTransmission(random.Next(held)))));
                    completed++;
                    break;
                case 2:
                    _link.ReclaimTransmitted();
                    Assert.Equal(nextOut - completed, buffers.Count(buffer => buffer.InFlight));
                    break;
                case 3 when _device.Deliver(Make(random.Next(60, 1500), nextIn)):
                    arriving.Enqueue(nextIn++);
                    break;
                case 4 when _link.TryReceive(out ReceivedFrame frame):
                    Assert.Equal(arriving.Dequeue(), Content(Whole(frame)));
                    lent.Add(frame.Buffer);
                    break;
                case 5 when lent.Count > 0:
                    int which = random.Next(lent.Count);
                    ReturnBuffer(lent[which]);
                    lent.RemoveAt(which);
                    break;
                default: break;
            }
        }
        Assert.True(nextOut > 5000 && nextIn > 5000, $"seed {seed}: {nextOut} frames out, {nextIn} in");
        while (_link.TryReceive(out ReceivedFrame frame)) Assert.Equal(arriving.Dequeue(), Content(Whole(frame)));
        Assert.Empty(arriving);
    }

    [Fact]
    public void With_all_buffers_lent_nothing_can_arrive_until_one_is_returned()
    {
        for (int i = 0; i < RingSize; i++) Assert.True(_device.Deliver(Make(60, i)));
        Assert.False(_device.Deliver(Make(60, 0)));
        Assert.True(_link.TryReceive(out ReceivedFrame first));
        Assert.False(_device.Deliver(Make(60, 0)));
        _link.Return(first);
        Assert.True(_device.Deliver(Make(60, RingSize)));
    }

    [Fact]
    public void Only_reception_interrupts_and_acknowledging_makes_room_for_the_next()
    {
        Assert.True(_link.TryTransmit(Frame(60, 1)));
        Assert.Equal(1, _device.FetchTransmissions());
        _device.CompleteTransmission(0);
        Assert.Equal(0u, _device.InterruptStatus);
        Assert.True(_device.Deliver(Make(60, 1)));
        Assert.Equal(1u, _device.InterruptStatus);
        _link.AcknowledgeInterrupt();
        Assert.Equal(0u, _device.InterruptStatus);
        Assert.True(_device.Deliver(Make(60, 2)));
        Assert.Equal(1u, _device.InterruptStatus);
    }

    [Fact]
    public void The_doorbell_stays_silent_while_the_device_does_not_want_it()
    {
        _device.Queues[1].SuppressNotifications = true;
        _device.Queues[0].SuppressNotifications = true;
        Assert.True(_link.TryTransmit(Frame(60, 1)));
        Assert.True(_device.Deliver(Make(60, 1)));
        Assert.True(_link.TryReceive(out ReceivedFrame frame));
        _link.Return(frame);
        Assert.Equal([0, 0], _device.Notifications);
        _device.Queues[1].SuppressNotifications = false;
        Assert.True(_link.TryTransmit(Frame(60, 2)));
        Assert.Equal([0, 1], _device.Notifications);
        Assert.Equal(2, _device.FetchTransmissions());
    }

    [Fact]
    public void A_device_that_wakes_up_after_the_index_was_published_is_told()
    {
        // It asks for the doorbell at the last moment at which the driver may still see it.
        _device.Queues[1].SuppressNotifications = true;
        _barriers.OnFull = () => _device.Queues[1].SuppressNotifications = false;
        Assert.True(_link.TryTransmit(Frame(60, 1)));
        Assert.Equal(1, _device.Notifications[1]);
    }

    [Fact]
    public void The_index_is_published_after_what_it_announces()
    {
        FrameBuffer buffer = Frame(60, 1);
        FakeVirtQueue queue = _device.Queues[1];
        bool seen = false;
        _barriers.OnWrite = () =>
        {
            Assert.Equal(0, queue.AvailableIndex);
            Assert.Equal((buffer.Frame.Value - 12, 72u), queue.Available(0));
            seen = true;
        };
        _barriers.OnFull = () => Assert.Equal(1, queue.AvailableIndex);
        Assert.True(_link.TryTransmit(buffer));
        Assert.True(seen);
    }

    [Fact]
    public void What_was_received_is_read_behind_a_barrier()
    {
        Assert.False(_link.TryReceive(out _));
        int before = _barriers.Reads;
        Assert.True(_device.Deliver(Make(60, 1)));
        Assert.True(_link.TryReceive(out _));
        Assert.Equal(before + 1, _barriers.Reads);
    }

    [Theory]
    [InlineData(64, "DEVICE_NEEDS_RESET")]
    [InlineData(128, "FAILED")]
    public void A_device_that_breaks_down_is_a_panic_when_it_says_so(uint status, string text)
    {
        _device.Break(status);
        Assert.Contains(text, Assert.Throws<PanicException>(_link.AcknowledgeInterrupt).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(256)]
    [InlineData(uint.MaxValue)]
    [InlineData(0)]
    public void A_buffer_that_was_not_given_to_the_device_cannot_come_back(uint id)
    {
        _device.Use(1, id, 0);
        Assert.Contains($"buffer {id} of the transmit queue", Assert.Throws<PanicException>(_link.ReclaimTransmitted).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_buffer_cannot_come_back_twice()
    {
        _device.Use(0, 3, 72);
        _device.Use(0, 3, 72);
        Assert.True(_link.TryReceive(out _));
        Assert.Contains("buffer 3 of the receive queue", Assert.Throws<PanicException>(() => _link.TryReceive(out _)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(11)]
    [InlineData(12 + 4203)]
    [InlineData(uint.MaxValue)]
    public void A_length_outside_the_buffer_is_a_panic(uint length)
    {
        _device.Use(0, 3, length);
        Assert.Contains($"wrote {length} bytes", Assert.Throws<PanicException>(() => _link.TryReceive(out _)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(13)]
    [InlineData(4203)]
    public void A_frame_that_is_too_short_or_too_long_is_the_callers_mistake(int length)
    {
        FrameBuffer buffer = new(_memory, _link.HeadroomBytes, 5000) { Length = length };
        Assert.Throws<PanicException>(() => _link.TryTransmit(buffer));
    }

    [Fact]
    public void A_buffer_in_flight_cannot_be_transmitted_again()
    {
        FrameBuffer buffer = Frame(60, 1);
        Assert.True(_link.TryTransmit(buffer));
        Assert.Throws<PanicException>(() => _link.TryTransmit(buffer));
    }

    [Fact]
    public void A_received_buffer_cannot_be_returned_twice()
    {
        Assert.True(_device.Deliver(Make(60, 1)));
        Assert.True(_link.TryReceive(out ReceivedFrame frame));
        _link.Return(frame);
        Assert.Throws<PanicException>(() => ReturnBuffer(0));
    }

    private static byte[] Make(int length, int content)
    {
        byte[] frame = new byte[length];
        new Random(content).NextBytes(frame);
        BitConverter.TryWriteBytes(frame, content);
        return frame;
    }

    private static byte[] Whole(ReceivedFrame frame) => [.. frame.Bytes, .. frame.Rest.Bytes];

    private static int Content(ReadOnlySpan<byte> frame)
    {
        int content = BitConverter.ToInt32(frame);
        Assert.True(frame.SequenceEqual(Make(frame.Length, content)));
        return content;
    }

    private static FrameBuffer Fill(FrameBuffer buffer, int length, int content)
    {
        Make(length, content).CopyTo(buffer.Bytes);
        buffer.Length = length;
        return buffer;
    }

    private unsafe void ReturnBuffer(int buffer) => _link.Return(new ReceivedFrame(null, 0, buffer));

    private FrameBuffer Frame(int length, int content) => Fill(new FrameBuffer(_memory, _link.HeadroomBytes, 128), length, content);
}
