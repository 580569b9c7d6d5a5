using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class NoPowerControlTests : IStackWalk
{
    private readonly RecordingLog _log = new();
    private int _halts;

    ulong IStackWalk.FramePointer => 0;

    PhysicalAddress IStackWalk.ImageStart => default;

    ReadOnlySpan<byte> IStackWalk.ImageIdentity => [];

    [Fact]
    public void The_cpu_stops_and_the_log_says_what_is_left_to_do()
    {
        NoPowerControl machine = new(this, _log);
        machine.PowerOff();
        machine.Reset();
        Assert.Equal(2, _halts);
        Assert.Contains(_log.Lines, line => line.Contains("may be unplugged", StringComparison.Ordinal));
        Assert.Contains(_log.Lines, line => line.Contains("turned off and on", StringComparison.Ordinal));
    }

    bool IStackWalk.TryRead(ulong framePointer, out ulong callerFramePointer, out ulong returnAddress)
    {
        callerFramePointer = returnAddress = 0;
        return false;
    }

    ulong IStackWalk.LinkAddress(ulong address) => address;

    void IStackWalk.Halt() => _halts++;
}
