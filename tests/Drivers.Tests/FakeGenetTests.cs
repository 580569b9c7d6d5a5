using System;
using Xunit;

namespace Pilevisor.Drivers.Tests;

/// <summary>The model is worth what it refuses: each of its rules, broken.</summary>
public sealed class FakeGenetTests : IDisposable
{
    private readonly GenetBench _bench = new GenetBench().Connected();

    private FakeGenet Device => _bench.Device;

    public void Dispose() => _bench.Dispose();

    [Theory]
    [InlineData(0x2000 + 0x1010, 0x0100_0800u, "before the engine has stopped")] // the ring's size
    [InlineData(0x2000 + 0x1000, 0u, "before the engine has stopped")] // the device's pointer
    [InlineData(0x2000 + 0x1040, 0u, "before the engine has stopped")] // which rings there are
    [InlineData(0x4000 + 0x1044, 0u, "before its engine has stopped")] // rings off, and not the engine first
    [InlineData(0x2000 + 0x0004, 0u, "while the device has it")] // a receive descriptor
    [InlineData(0x2000 + 0x100c, 1u, "the driver's index goes 1 further")] // a buffer that was never lent
    [InlineData(0x4000 + 0x100c, 0x1_0000u, "more than 16 bits")]
    [InlineData(0x4000 + 0x100c, 257u, "the driver's index goes 257 further")]
    [InlineData(0x008, 1u, "while DMA is on")] // flush
    [InlineData(0xb34, 1u, "while DMA is on")]
    [InlineData(0x808, 0x2000u, "while DMA is on")] // reset
    [InlineData(0x808, 0x1000_0107u, "while it is on")] // another speed
    [InlineData(0x814, 9018u, "while the MAC is on")]
    [InlineData(0x214, 0x1_0000u, "let through")] // the transmit interrupt
    [InlineData(0x214, 0x2000u, "others' interrupts")] // again: one is let through already
    [InlineData(0x2000 + 0x0c00, 0u, "DMA register")] // ring 0
    [InlineData(0x400, 0u, "write of register 400")]
    public void A_write_that_the_device_does_not_stand_is_refused(int offset, uint value, string text)
    {
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => Device.Write((ulong)offset, 4, value)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Registers_are_of_four_bytes() => Assert.Throws<InvalidOperationException>(() => Device.Read(0x000, 8));

    [Theory]
    [InlineData(0x0004, 0x4000_0020u, "shares its first cache line")]
    [InlineData(0x0004, 0x4000_0800u, "is another's")]
    [InlineData(0x1000, 3u, "the device's pointer")]
    [InlineData(0x1010, 0x0100_0600u, "the ring's size")]
    [InlineData(0x1020, 1u, "upper half")]
    [InlineData(0x1024, 2u, "threshold")]
    [InlineData(0x100c, 1u, "do not begin together")]
    [InlineData(0x104c, 16u, "bursts of 16")]
    [InlineData(0x1040, 1u, "are not ring 16")]
    public void A_ring_that_is_half_set_up_is_not_started(int offset, uint value, string text)
    {
        // As the driver left it, stopped and spoilt.
        Stop();
        for (int i = 0; i < 3; i++) Device.Read(0x2000 + 0x1048, 4);
        Device.Write((ulong)(0x2000 + offset), 4, value);
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => Device.Write(0x2000 + 0x1044, 4, (1 << 17) | 1)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Receive_DMA_is_not_stopped_in_the_middle_of_a_frame()
    {
        Assert.Contains("receiving a frame", Assert.Throws<InvalidOperationException>(() => Device.Write(0x2000 + 0x1044, 4, 1 << 17)).Message, StringComparison.Ordinal);
        Device.Write(0x808, 4, Device.Read(0x808, 4) & ~3ul);
        Assert.Contains("receiving a frame", Assert.Throws<InvalidOperationException>(() => Device.Write(0x2000 + 0x1044, 4, 1 << 17)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_reset_takes_its_time()
    {
        Stop();
        Device.Write(0xb34, 4, 1);
        Assert.Contains("less than 10 us", Assert.Throws<InvalidOperationException>(() => Device.Write(0xb34, 4, 0)).Message, StringComparison.Ordinal);
        Device.Write(0x808, 4, 0);
        Assert.Contains("no receive clock", Assert.Throws<InvalidOperationException>(() => Device.Write(0x808, 4, 0x2000)).Message, StringComparison.Ordinal);
        Device.Write(0x808, 4, 0xa000);
        Assert.Contains("less than 2 us", Assert.Throws<InvalidOperationException>(() => Device.Write(0x808, 4, 0)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x004, 0u)]
    [InlineData(0x08c, 0x0001_0050u)] // the MAC's delay is off
    [InlineData(0x08c, 0x40u)] // no link
    [InlineData(0x300, 7u)] // a status block before each frame
    [InlineData(0x308, 0xf0u)] // parts that do not fit a buffer
    [InlineData(0x39c, 3u)] // Energy Efficient Ethernet
    [InlineData(0x80c, 0u)]
    [InlineData(0x814, 1514u)]
    public void The_MAC_is_not_turned_on_while_something_is_missing(int offset, uint value)
    {
        ulong on = Device.Read(0x808, 4);
        Device.Write(0x808, 4, on & ~3ul);
        Device.Write((ulong)offset, 4, value);
        Assert.Throws<InvalidOperationException>(() => Device.Write(0x808, 4, on));
    }

    [Theory]
    [InlineData(0x0f80u, 60, "no check sequence")]
    [InlineData(0x0040u, 60, "or a queue")]
    [InlineData(0x1fc0u, 13, "a frame of 13 bytes")]
    [InlineData(0x1fc0u, 1515, "a frame of 1515 bytes")]
    public void A_frame_that_the_device_cannot_send_is_seen(uint bits, int length, string text)
    {
        Describe(0, length, bits | (3u << 13));
        Device.Write(0x4000 + 0x100c, 4, 1);
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => Device.TrySend(out _)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(14, 1u, "piece 0 of a longer frame has 14 bytes")]
    [InlineData(60, 1u, "has no end")]
    [InlineData(60, 2u, "has the bits")]
    public void A_frame_in_pieces_begins_and_ends(int length, uint place, string text)
    {
        Describe(0, length, 0x1fc0 | (place << 13));
        Device.Write(0x4000 + 0x100c, 4, 1);
        Assert.Contains(text, Assert.Throws<InvalidOperationException>(() => Device.TrySend(out _)).Message, StringComparison.Ordinal);
    }

    private void Describe(int descriptor, int length, uint bits)
    {
        Device.Write((ulong)(0x4000 + (descriptor * 12) + 4), 4, 0x4000_0000);
        Device.Write((ulong)(0x4000 + (descriptor * 12) + 8), 4, 1);
        Device.Write((ulong)(0x4000 + (descriptor * 12)), 4, ((uint)length << 16) | bits);
    }

    private void Stop()
    {
        Device.Write(0x808, 4, Device.Read(0x808, 4) & ~3ul);
        for (int microseconds = 0; microseconds < 1_300; microseconds++) _ = _bench.Counter.Now;
        foreach (ulong engine in new[] { 0x2000ul, 0x4000ul }) Device.Write(engine + 0x1044, 4, 1 << 17);
    }
}
