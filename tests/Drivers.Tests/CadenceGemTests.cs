using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class CadenceGemTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_frame_goes_out_as_it_is_and_its_buffer_comes_back(bool isCoherent)
    {
        using GemMachine machine = new GemMachine(isCoherent).Started();
        FrameBuffer buffer = machine.Frame(100, 7);
        machine.Device.IsBusy = true;
        Assert.True(machine.Link.TryTransmit(buffer));
        machine.Link.ReclaimTransmitted();
        Assert.True(buffer.InFlight);
        machine.Device.Send();
        Assert.Equal(GemMachine.Make(100, 7), Assert.Single(machine.Device.Wire));
        machine.Link.ReclaimTransmitted();
        Assert.False(buffer.InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public unsafe void A_frame_in_two_pieces_goes_out_as_one_however_often_the_ring_goes_round(bool isCoherent)
    {
        using GemMachine machine = new GemMachine(isCoherent).Started();
        PhysicalAddress page = machine.Memory.Allocate(4096, 4096, "page");
        FrameBuffer buffer = machine.Frame(GemMachine.HeadBytes, 0, 4300);
        for (int i = 0; i < 2 * GemMachine.Descriptors; i++)
        {
            Span<byte> content = new(machine.Memory.Pointer(page), 4096);
            GemMachine.Make(4096, i).CopyTo(content);
            GemMachine.Fill(buffer, GemMachine.HeadBytes, i);

            // Frames of one descriptor in between, so that a second piece comes to lie everywhere.
            if (i % 3 != 0) buffer.Gather(page, page, content);
            Assert.True(machine.Link.TryTransmit(buffer));
            byte[] expected = [.. GemMachine.Make(GemMachine.HeadBytes, i), .. i % 3 != 0 ? content : []];
            Assert.Equal(expected, machine.Device.Wire.Dequeue());
            machine.Link.ReclaimTransmitted();
            Assert.False(buffer.InFlight);
            buffer.Forget();
        }
        Assert.Empty(machine.Device.Wire);
    }

    [Theory]
    [InlineData(60, 0)]
    [InlineData(106, 0)]
    [InlineData(194, 0)]
    [InlineData(195, 89)]
    [InlineData(4202, 4096)]
    public void A_frame_arrives_as_it_is_and_a_long_one_in_two_pieces(int length, int rest)
    {
        using GemMachine machine = new GemMachine(false).Started();
        byte[] sent = GemMachine.Make(length, 1);
        Assert.True(machine.Device.Deliver(sent));
        Assert.True(machine.Link.TryReceive(out ReceivedFrame frame));
        Assert.Equal(sent, GemMachine.Whole(frame));
        Assert.Equal(rest, frame.Rest.Bytes.Length);
        Assert.False(frame.Rest.CanBeKept);
        machine.Link.Return(frame);
        Assert.False(machine.Link.TryReceive(out _));
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(false, 2)]
    [InlineData(false, 3)]
    [InlineData(true, 4)]
    public void Any_order_of_events_loses_and_mixes_nothing(bool isCoherent, int seed)
    {
        using GemMachine machine = new GemMachine(isCoherent).Started();
        Random random = new(seed);
        FrameBuffer[] buffers = [.. Enumerable.Range(0, 300).Select(i => machine.Frame(60, i, 1600))];
        PhysicalAddress page = machine.Memory.Allocate(4096, 4096, "page");
        Queue<byte[]> leaving = new();
        Queue<int> arriving = new();
        Queue<int> lent = new();
        int nextOut = 0, nextIn = 0, refused = 0;
        machine.Device.IsBusy = true;
        for (int step = 0; step < 60_000; step++)
        {
            if (step % 64 == 0) machine.Disturb(random);
            switch (random.Next(7))
            {
                case 0 when buffers.FirstOrDefault(buffer => !buffer.InFlight) is { } free:
                    byte[] expected = Fill(machine, free, page, random, nextOut);
                    if (machine.Link.TryTransmit(free)) leaving.Enqueue(expected);
                    nextOut++;
                    break;
                case 1:
                    machine.Device.Send(random.Next(4));
                    break;
                case 2:
                    machine.Link.ReclaimTransmitted();
                    break;
                case 3 or 4:
                    if (machine.Device.Deliver(GemMachine.Make(random.Next(60, 4202), nextIn))) arriving.Enqueue(nextIn);
                    else refused++;
                    nextIn++;
                    break;
                case 5 when machine.Link.TryReceive(out ReceivedFrame frame):
                    byte[] received = GemMachine.Whole(frame);
                    int content = arriving.Dequeue();
                    Assert.True(received.AsSpan().SequenceEqual(GemMachine.Make(received.Length, content)), $"seed {seed}: frame {content} at step {step}");

                    // Whoever opens a frame where it is writes to it.
                    frame.Writable.Fill(0xee);
                    lent.Enqueue(frame.Buffer);
                    break;
                case 6 when lent.Count > 0:
                    machine.Return(lent.Dequeue());
                    break;
                default: break;
            }
            while (machine.Device.Wire.TryDequeue(out byte[]? sent)) Assert.True(sent.AsSpan().SequenceEqual(leaving.Dequeue()), $"seed {seed}: what was sent, at step {step}");
        }
        Assert.True(nextOut > 5000 && nextIn - refused > 5000 && refused > 100, $"seed {seed}: {nextOut} frames out, {nextIn} in, {refused} of them without room");
        Assert.Equal((0ul, 0ul), (machine.Counters[Counter.DamagedFrames], machine.Counters[Counter.UnsentFrames]));
    }

    [Fact]
    public void A_full_ring_refuses_a_frame_until_one_was_sent()
    {
        using GemMachine machine = new GemMachine(false).Started();
        FrameBuffer[] buffers = [.. Enumerable.Range(0, GemMachine.Descriptors + 1).Select(i => machine.Frame(60, i))];
        machine.Device.IsBusy = true;
        for (int i = 0; i < GemMachine.Descriptors; i++) Assert.True(machine.Link.TryTransmit(buffers[i]));
        Assert.False(machine.Link.TryTransmit(buffers[^1]));
        Assert.False(buffers[^1].InFlight);
        Assert.Equal(1, machine.Device.Send(1));
        Assert.False(machine.Link.TryTransmit(buffers[^1]));
        machine.Link.ReclaimTransmitted();
        Assert.True(machine.Link.TryTransmit(buffers[^1]));
        Assert.Equal(GemMachine.Descriptors, machine.Device.Send());
        machine.Link.ReclaimTransmitted();
        Assert.DoesNotContain(buffers, buffer => buffer.InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_all_buffers_full_or_lent_the_device_takes_frames_again_once_one_is_returned(bool losesInterrupts)
    {
        using GemMachine machine = new GemMachine(false).Started();
        for (int i = 0; i < GemMachine.Buffers; i++) Assert.True(machine.Device.Deliver(GemMachine.Make(60, i)));
        Assert.False(machine.Device.Deliver(GemMachine.Make(60, 0)));
        if (losesInterrupts) machine.Device.LoseInterrupts();
        machine.Link.AcknowledgeInterrupt();
        Assert.True(machine.Link.TryReceive(out ReceivedFrame first));
        Assert.False(machine.Device.Deliver(GemMachine.Make(60, 0)));
        machine.Link.Return(first);
        Assert.True(machine.Device.Deliver(GemMachine.Make(60, GemMachine.Buffers)));
        for (int i = 1; i <= GemMachine.Buffers; i++)
        {
            Assert.True(machine.Link.TryReceive(out ReceivedFrame frame));
            Assert.Equal(GemMachine.Make(60, i), GemMachine.Whole(frame));
            machine.Link.Return(frame);
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_device_that_overlooked_a_returned_buffer_is_told_again(bool losesInterrupts)
    {
        using GemMachine machine = new GemMachine(false).Started();
        for (int i = 0; i < GemMachine.Buffers; i++) Assert.True(machine.Device.Deliver(GemMachine.Make(60, i)));
        for (int i = 0; i < GemMachine.Buffers; i++)
        {
            Assert.True(machine.Link.TryReceive(out ReceivedFrame frame));
            machine.Link.Return(frame);
        }

        // It looks again, sees what it saw before the first was returned, and says so.
        machine.Device.SeeNoBuffer();
        Assert.False(machine.Device.Deliver(GemMachine.Make(60, 0)));
        if (losesInterrupts) machine.Device.LoseInterrupts();
        machine.Link.AcknowledgeInterrupt();
        machine.Counter.AdvanceMicroseconds(1_000);
        Assert.False(machine.Link.TryReceive(out _));
        Assert.True(machine.Device.Deliver(GemMachine.Make(60, 0)));
        int writes = machine.Device.ControlWrites;
        for (int i = 0; i < 100; i++) machine.Link.TryReceive(out _);
        Assert.Equal(writes, machine.Device.ControlWrites);
    }

    [Theory]
    [InlineData(0xc000u | 13)]
    [InlineData(0xc000u | 4203)]
    [InlineData(0xc000u)]
    [InlineData(0xffffu)]
    [InlineData(0x4000u | 60)]
    [InlineData(0x8000u | 60)]
    [InlineData(60u)]
    public void What_is_no_whole_frame_of_a_length_that_may_be_is_counted_and_passed_over(uint status)
    {
        using GemMachine machine = new GemMachine(false).Started();
        for (int i = 0; i < 3; i++) Assert.True(machine.Device.Deliver(GemMachine.Make(60, i), i == 1 ? status : null));
        foreach (int i in new[] { 0, 2 })
        {
            Assert.True(machine.Link.TryReceive(out ReceivedFrame frame));
            Assert.Equal(GemMachine.Make(60, i), GemMachine.Whole(frame));
            machine.Link.Return(frame);
        }
        Assert.False(machine.Link.TryReceive(out _));
        Assert.Equal(1ul, machine.Counters[Counter.DamagedFrames]);
        for (int i = 0; i < GemMachine.Buffers; i++) Assert.True(machine.Device.Deliver(GemMachine.Make(60, i)));
    }

    [Fact]
    public void A_start_that_the_device_overlooked_is_made_up_for()
    {
        using GemMachine machine = new GemMachine(false).Started();
        machine.Device.LosesStart = true;
        FrameBuffer buffer = machine.Frame(60, 1);
        Assert.True(machine.Link.TryTransmit(buffer));
        machine.Link.ReclaimTransmitted();
        Assert.Empty(machine.Device.Wire);
        machine.Counter.AdvanceMicroseconds(1_000);
        machine.Link.ReclaimTransmitted();
        Assert.Single(machine.Device.Wire);
        machine.Link.ReclaimTransmitted();
        Assert.False(buffer.InFlight);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_transmitter_that_stopped_over_a_fault_is_started_anew_and_what_was_lost_is_counted(bool losesInterrupt)
    {
        using GemMachine machine = new GemMachine(false).Started();
        for (int i = 0; i < 5; i++) Assert.True(machine.Link.TryTransmit(machine.Frame(60, i)));
        machine.Link.ReclaimTransmitted();
        machine.Device.FailTransmission();
        FrameBuffer[] lost = [machine.Frame(60, 5), machine.Frame(60, 6)];
        foreach (FrameBuffer frame in lost) Assert.True(machine.Link.TryTransmit(frame));
        if (losesInterrupt) machine.Device.LoseInterrupts();
        machine.Link.AcknowledgeInterrupt();
        if (losesInterrupt) machine.Counter.AdvanceMicroseconds(1_000);
        machine.Link.ReclaimTransmitted();
        Assert.DoesNotContain(lost, frame => frame.InFlight);
        Assert.Equal(2ul, machine.Counters[Counter.UnsentFrames]);
        Assert.Equal(5, machine.Device.Wire.Count);
        Assert.True(machine.Link.TryTransmit(machine.Frame(60, 7)));
        Assert.Equal(GemMachine.Make(60, 7), machine.Device.Wire.Last());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Acknowledging_quiets_the_interrupt_and_the_next_frame_raises_it_again(bool clearsOnRead)
    {
        using GemMachine machine = new GemMachine(false, device => device.ClearsOnRead = clearsOnRead).Started();
        Assert.True(machine.Link.TryTransmit(machine.Frame(60, 1)));
        Assert.Equal(0u, machine.Device.Interrupts);
        for (int i = 0; i < 3; i++)
        {
            Assert.True(machine.Device.Deliver(GemMachine.Make(60, i)));
            Assert.NotEqual(0u, machine.Device.Interrupts);
            machine.Link.AcknowledgeInterrupt();
            Assert.Equal(0u, machine.Device.Interrupts);
        }
        Assert.Equal(88u, machine.Link.Interrupt.Value);
    }

    [Theory]
    [InlineData(0x0300, 0x7c00, 0xcde1, 0x402u)]
    [InlineData(0x0000, 0x7c00, 0xcde1, 0x003u)]
    [InlineData(0x0300, 0x0000, 0x0081, 0x001u)]
    [InlineData(0x0300, 0x0000, 0x0041, 0x002u)]
    [InlineData(0x0300, 0x0000, 0x0021, 0x000u)]
    public void The_interface_has_the_speed_that_the_PHY_agreed_on_each_time_the_link_comes_up(ushort advertised, ushort gigabit, ushort partner, uint speed)
    {
        using GemMachine machine = new GemMachine(false).Started();
        Assert.Equal(0x402u, machine.Device.Configuration & 0x403);
        (machine.Device.PhyRegisters[9], machine.Device.PhyRegisters[10], machine.Device.PhyRegisters[5]) = (advertised, gigabit, partner);
        machine.Device.SetLink(false);
        Follow(machine);
        machine.Device.SetLink(true);
        Follow(machine);
        Assert.Equal(speed, machine.Device.Configuration & 0x403);
        Assert.Equal(2, machine.Link.TimesLinkUp);
        for (int flap = 0; flap < 3; flap++)
        {
            // Down and up again between two looks: the PHY remembers.
            machine.Device.SetLink(false);
            machine.Device.SetLink(true);
            Follow(machine);
            Follow(machine);
            Assert.Equal(3 + flap, machine.Link.TimesLinkUp);
            Assert.True(machine.Device.Deliver(GemMachine.Make(60, flap)));
            Assert.True(machine.Link.TryReceive(out ReceivedFrame frame));
            machine.Link.Return(frame);
        }
    }

    [Fact]
    public void A_link_without_a_PHY_is_fixed()
    {
        using GemMachine machine = new GemMachine(false, device => device.Phy = null).Started();
        Assert.Equal(0x402u, machine.Device.Configuration & 0x403);
        Follow(machine);
        Assert.Equal(1, machine.Link.TimesLinkUp);
    }

    [Fact]
    public void The_address_is_the_trees_or_what_firmware_left()
    {
        using GemMachine described = new GemMachine(false, device => device.SetAddress(0x3322_1100, 0x5544)).Started();
        Assert.Equal(0x5254_0050_5601ul, described.Link.Address.Value);
        using GemMachine left = new GemMachine(false, device => device.SetAddress(0x3322_1102, 0x5544), address: 0).Started();
        Assert.Equal(0x0211_2233_4455ul, left.Link.Address.Value);
    }

    [Fact]
    public void What_cannot_be_driven_is_refused_and_says_why()
    {
        using GemMachine nameless = new(false, address: 0);
        Assert.Contains("has no Ethernet address of its own", Refusal(nameless), StringComparison.Ordinal);
        using GemMachine narrow = new(false, device => device.Design6 = 2);
        Assert.Contains("has no 64-bit addresses", Refusal(narrow), StringComparison.Ordinal);
        using GemMachine shortFrames = new(false, device => device.LongestFrame = 1518);
        Assert.Equal(1514, shortFrames.Started().Link.MaximumFrameBytes);
    }

    [Fact]
    public void Mistakes_of_the_caller_are_panics()
    {
        using GemMachine machine = new(false);
        Assert.Throws<PanicException>(() => machine.Link.TryReceive(out _));
        machine.Started();
        Assert.Throws<PanicException>(() => machine.Started());
        Assert.Throws<PanicException>(() => machine.Link.TryTransmit(machine.Frame(13, 1)));
        Assert.Throws<PanicException>(() => machine.Link.TryTransmit(machine.Frame(4203, 1, 5000)));
        machine.Device.IsBusy = true;
        FrameBuffer frame = machine.Frame(60, 1);
        Assert.True(machine.Link.TryTransmit(frame));
        Assert.Throws<PanicException>(() => machine.Link.TryTransmit(frame));
        Assert.Throws<PanicException>(() => machine.Return(3));
    }

    private static string Refusal(GemMachine machine) => Assert.Throws<PanicException>(() => machine.Started()).Message;

    private static void Follow(GemMachine machine)
    {
        machine.Counter.AdvanceMicroseconds(100_000);
        machine.Link.TryReceive(out _);
    }

    private static unsafe byte[] Fill(GemMachine machine, FrameBuffer buffer, PhysicalAddress page, Random random, int content)
    {
        buffer.Forget();
        int length = random.Next(60, 1500);
        GemMachine.Fill(buffer, length, content);
        if (random.Next(2) == 0) return GemMachine.Make(length, content);
        Span<byte> payload = new(machine.Memory.Pointer(page), random.Next(1, 100));
        buffer.Gather(page, page, payload);
        return [.. GemMachine.Make(length, content), .. payload];
    }
}
