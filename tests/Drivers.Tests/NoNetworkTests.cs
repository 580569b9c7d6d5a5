using System;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Drivers.Tests;

public sealed class NoNetworkTests
{
    [Fact]
    public void What_is_sent_is_gone_at_once_and_nothing_comes()
    {
        using FakePhysicalMemory memory = new(1 << 20);
        NoNetwork link = Make("pilevisor.nodes=1");
        link.Initialize(memory, 1514, 64);
        FrameBuffer frame = new(memory, link.HeadroomBytes, 1514);
        Assert.True(link.TryTransmit(frame));
        Assert.False(frame.InFlight);
        Assert.False(link.TryReceive(out _));
    }

    [Theory]
    [InlineData("pilevisor.nodes=2")]
    [InlineData("pilevisor.nodes=1 pilevisor.most-nodes=3")]
    public void Several_nodes_are_refused(string arguments)
    {
        using FakePhysicalMemory memory = new(1 << 20);
        Assert.Contains("needs a network", Assert.Throws<PanicException>(() => Make(arguments).Initialize(memory, 1514, 64)).Message, StringComparison.Ordinal);
    }

    private static NoNetwork Make(string arguments) => new(new BootOptions(new Bootargs(arguments)));
}
