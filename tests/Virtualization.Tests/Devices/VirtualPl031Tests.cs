using System.Linq;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class VirtualPl031Tests
{
    private const uint Data = 0x00;
    private const uint Match = 0x04;
    private const uint Load = 0x08;
    private const uint Control = 0x0c;
    private const uint Mask = 0x10;
    private const uint Raw = 0x14;
    private const uint Masked = 0x18;
    private const uint Clear = 0x1c;

    private const uint Now = 1_800_000_000;

    private readonly FakeRealTimeClock _clock = new() { Seconds = Now };
    private readonly VirtualPl031 _rtc;

    public VirtualPl031Tests() => _rtc = new VirtualPl031(_clock, new CheckedLockOrder(new FakeProcessor()));

    [Fact]
    public void Drivers_recognise_it()
    {
        // As Linux' AMBA bus puts them together, and as the driver rtc-pl031 compares them.
        ulong[] bytes = [.. Enumerable.Range(0, 8).Select(i => Read(0xfe0 + ((uint)i * 4)))];
        Assert.Equal(0x0004_1031ul, bytes[0] | (bytes[1] << 8) | (bytes[2] << 16) | (bytes[3] << 24));
        Assert.Equal(0xb105_f00dul, bytes[4] | (bytes[5] << 8) | (bytes[6] << 16) | (bytes[7] << 24));
        Assert.Equal(1ul, Read(Control));
    }

    [Fact]
    public void It_is_the_machines_time_and_goes_on_with_it()
    {
        Assert.Equal(Now, Read(Data));
        _clock.Seconds += 90;
        Assert.Equal(Now + 90, Read(Data));
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(Now - 3600)]
    [InlineData(Now + 3600)]
    [InlineData(uint.MaxValue)]
    public void What_the_guest_sets_it_to_goes_on_from_there(uint time)
    {
        Write(Load, time);
        Assert.Equal((time, time), (Read(Data), Read(Load)));
        _clock.Seconds += 5;
        Assert.Equal((unchecked(time + 5), time), (Read(Data), Read(Load)));
        Assert.Equal(Now + 5, _clock.Seconds);
    }

    [Fact]
    public void It_cannot_be_stopped()
    {
        Write(Control, 0);
        _clock.Seconds += 1;
        Assert.Equal((1ul, Now + 1ul), (Read(Control), Read(Data)));
    }

    [Fact]
    public void Read_only_registers_stay_as_they_are()
    {
        foreach (uint register in new[] { Data, Raw, Masked, 0xfe0u, 0xffcu })
        {
            ulong before = Read(register);
            Write(register, 0xffff_ffff);
            Assert.Equal(before, Read(register));
        }
        Assert.Equal(0ul, Read(Clear));
    }

    [Theory]
    [InlineData(1u)]
    [InlineData(10u)]
    public void The_alarm_is_when_its_time_has_come_however_late_somebody_looks(uint late)
    {
        Write(Match, Now + 10);
        _clock.Seconds = Now + 9;
        Assert.Equal(0ul, Read(Raw));
        _clock.Seconds += late;
        Assert.Equal((1ul, 0ul), (Read(Raw), Read(Masked)));
        Write(Mask, 0xffff_ffff);
        Assert.Equal((1ul, 1ul), (Read(Mask), Read(Masked)));
        Write(Clear, 0);
        Assert.Equal(1ul, Read(Raw));
        Write(Clear, 1);
        _clock.Seconds += 100;
        Assert.Equal((0ul, 0ul), (Read(Raw), Read(Masked)));
        Assert.Equal(Now + 10, Read(Match));
    }

    [Fact]
    public void An_alarm_of_now_is_at_once_and_one_of_the_past_is_not()
    {
        Write(Match, Now - 1);
        _clock.Seconds += 1;
        Assert.Equal(0ul, Read(Raw));
        Write(Match, Now + 1);
        Assert.Equal(1ul, Read(Raw));
    }

    [Fact]
    public void A_clock_that_is_set_has_an_alarm_only_at_the_time_that_it_is_set_to()
    {
        Write(Match, Now + 10);
        Write(Load, Now + 20);
        Assert.Equal(0ul, Read(Raw));
        Write(Load, Now + 10);
        Assert.Equal(1ul, Read(Raw));
    }

    [Fact]
    public void A_machines_clock_that_is_set_back_is_no_alarm()
    {
        Write(Match, Now + 10);
        _clock.Seconds -= 5;
        Assert.Equal((0ul, Now - 5ul), (Read(Raw), Read(Data)));
        _clock.Seconds += 15;
        Assert.Equal(1ul, Read(Raw));
    }

    [Theory]
    [InlineData(0u, 8)]
    [InlineData(0u, 1)]
    [InlineData(2u, 4)]
    public void Accesses_that_are_no_register_are_refused(uint offset, int bytes)
    {
        Assert.False(_rtc.TryRead(new MmioAccess(offset, bytes, default), out _));
        Assert.False(_rtc.TryWrite(new MmioAccess(offset, bytes, default), 0));
    }

    [Fact]
    public void Without_a_clock_nothing_is_there()
    {
        _clock.Seconds = null;
        Assert.False(_rtc.TryRead(new MmioAccess(Data, 4, default), out _));
        Assert.False(_rtc.TryWrite(new MmioAccess(Load, 4, default), 1));
    }

    private ulong Read(uint offset)
    {
        Assert.True(_rtc.TryRead(new MmioAccess(offset, 4, default), out ulong value));
        return value;
    }

    private void Write(uint offset, ulong value) => Assert.True(_rtc.TryWrite(new MmioAccess(offset, 4, default), value));
}
