using System;
using System.Text;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class NoPowerControlTests : IStackWalk
{
    private readonly FakePl011 _uart = new() { LineRuns = true };
    private readonly NoPowerControl _machine;
    private int _halts;

    public NoPowerControlTests()
    {
        FakeHardware hardware = new();
        hardware.Add("arm,pl011", [(0x1000, 0x1000)], 33);
        FakeMmio mmio = new();
        mmio.Add(0x1000, 0x1000, _uart);
        _machine = new NoPowerControl(this, new Pl011(mmio, hardware));
    }

    ulong IStackWalk.FramePointer => 0;

    PhysicalAddress IStackWalk.ImageStart => default;

    ReadOnlySpan<byte> IStackWalk.ImageIdentity => [];

    [Fact]
    public void The_cpu_stops_and_the_serial_port_says_what_is_left_to_do()
    {
        _machine.PowerOff();
        Assert.Equal(1, _halts);
        Assert.EndsWith("\r\nPilevisor: this machine cannot power itself off: it has stopped, and may be unplugged\r\n", Sent(), StringComparison.Ordinal);
        _machine.Reset();
        Assert.Equal(2, _halts);
        Assert.EndsWith("and waits to be turned off and on\r\n", Sent(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_port_that_takes_nothing_does_not_keep_it_from_stopping()
    {
        _uart.LineRuns = false;
        _machine.PowerOff();
        Assert.Equal(1, _halts);
    }

    bool IStackWalk.TryRead(ulong framePointer, out ulong callerFramePointer, out ulong returnAddress)
    {
        callerFramePointer = returnAddress = 0;
        return false;
    }

    ulong IStackWalk.LinkAddress(ulong address) => address;

    void IStackWalk.Halt() => _halts++;

    private string Sent()
    {
        _uart.Drain();
        return Encoding.ASCII.GetString([.. _uart.Sent]);
    }
}
