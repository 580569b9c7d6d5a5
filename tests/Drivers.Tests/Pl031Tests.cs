using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class Pl031Tests
{
    private const ulong Registers = 0x0901_0000;
    private readonly FakeMmio _mmio = new();
    private readonly FakePl031 _device = new();
    private readonly Pl031 _clock;

    public Pl031Tests()
    {
        FakeHardware hardware = new();
        hardware.Add("arm,pl031", [(Registers, 0x1000)], 34);
        _mmio.Add(Registers, 0x1000, _device);
        _clock = new Pl031(_mmio, hardware);
    }

    [Theory]
    [InlineData(1_800_000_000u)]
    [InlineData(uint.MaxValue)]
    public void It_says_what_the_register_says_each_time(uint seconds)
    {
        _device.Seconds = seconds - 1;
        Assert.True(_clock.TryRead(out ulong before));
        _device.Seconds = seconds;
        Assert.True(_clock.TryRead(out ulong now));
        Assert.Equal((seconds - 1ul, (ulong)seconds), (before, now));
    }

    [Fact]
    public void One_that_stands_still_is_none()
    {
        (_device.Seconds, _device.Control) = (5, 0);
        Assert.False(_clock.TryRead(out _));
        _device.Control = 1;
        Assert.True(_clock.TryRead(out _));
    }

    [Fact]
    public void A_board_without_one_says_so() => Assert.False(new NoRealTimeClock().TryRead(out _));

    [Fact]
    public void A_machine_that_lacks_what_its_board_has_is_told_so()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new Pl031(_mmio, new FakeHardware()));
        Assert.Equal("the device tree has no real-time clock (compatible \"arm,pl031\")", panic.Message);
    }
}
