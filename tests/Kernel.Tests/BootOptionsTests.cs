using System;
using Pilevisor.Fakes;
using Xunit;

namespace Pilevisor.Kernel.Tests;

public sealed class BootOptionsTests
{
    [Fact]
    public void Options_are_read_and_other_words_ignored()
    {
        BootOptions options = new(new Bootargs("quiet pilevisor.nodes=3 pilevisor.memory=67108864 console=x pilevisor.epoch=0xAb pilevisor.log=debug pilevisor.hold=0 pilevisor.record=1 pilevisor.tlb=carry"));
        Assert.True(options.Records);
        Assert.Equal(3, options.Nodes);
        Assert.Equal(64ul << 20, options.MemoryBytes);
        Assert.Equal(16ul << 20, options.CacheBytes);
        Assert.Equal(0xabul, options.Epoch);
        Assert.Equal(LogLevel.Debug, options.LogLevel);
        Assert.Equal(0ul, options.HoldMicroseconds);
        Assert.Equal(TlbOption.Carry, options.Tlb);
    }

    [Theory]
    [InlineData("pilevisor.nodes=0")]
    [InlineData("pilevisor.nodes=65")]
    [InlineData("pilevisor.nodes=two")]
    [InlineData("pilevisor.nodes")]
    [InlineData("pilevisor.memory=99999999999999999999")]
    [InlineData("pilevisor.log=loud")]
    [InlineData("pilevisor.record=yes")]
    [InlineData("pilevisor.tlb=remote")]
    [InlineData("pilevisor.colour=red")]
    public void What_cannot_be_right_is_refused_by_name(string bootargs)
    {
        PanicException panic = Assert.Throws<PanicException>(() => new BootOptions(new Bootargs(bootargs)));
        Assert.Contains(bootargs, panic.Message, StringComparison.Ordinal);
    }
}
