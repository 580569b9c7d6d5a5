using System;
using Xunit;

namespace Pilevisor.Switch.Tests;

public class LinkTextTests
{
    [Fact]
    public void Everything_can_be_said_at_once()
    {
        SwitchOptions options = LinkText.Read("loss=2%,dup=1%,reorder=2%,corrupt=0.1%,delay=200us,rate=1Gbit,seed=7", out string? problem);
        Assert.Null(problem);
        SwitchOptions expected = new() { Loss = 0.02, Duplication = 0.01, Reordering = 0.02, Corruption = 0.001, Delay = TimeSpan.FromMicroseconds(200), BitsPerSecond = 1_000_000_000, Seed = 7 };
        Assert.Equal(expected, options);
        Assert.Equal("loss=2%,dup=1%,reorder=2%,corrupt=0.1%,delay=200us,rate=1000Mbit,seed=7", LinkText.Write(options));
        Assert.Equal(options, LinkText.Read(LinkText.Write(options), out _));
    }

    [Theory]
    [InlineData("loss=0.25", "loss=25%,seed=0")]
    [InlineData("delay=1.5ms", "delay=1500us,seed=0")]
    [InlineData(" rate = 2.5gbit , seed=3", "rate=2500Mbit,seed=3")]
    [InlineData("delay=1s", "delay=1000000us,seed=0")]
    [InlineData("rate=1000kbit", "rate=1Mbit,seed=0")]
    public void Units_are_those_that_people_use(string text, string written)
    {
        Assert.Equal(written, LinkText.Write(LinkText.Read(text, out string? problem)));
        Assert.Null(problem);
    }

    [Theory]
    [InlineData("", "'' is none of loss, dup, reorder, corrupt, delay, rate, seed: write it as in loss=2%,delay=200us,rate=1Gbit,seed=7")]
    [InlineData("loss=2%,jitter=1ms", "'jitter=1ms' is none of loss, dup, reorder, corrupt, delay, rate, seed: write it as in loss=2%,delay=200us,rate=1Gbit,seed=7")]
    [InlineData("loss=1%,loss=2%", "loss is said twice")]
    [InlineData("loss", "'loss': loss is 0% to 100%, or 0 to 1")]
    [InlineData("loss=101%", "'loss=101%': loss is 0% to 100%, or 0 to 1")]
    [InlineData("corrupt=-1", "'corrupt=-1': corrupt is 0% to 100%, or 0 to 1")]
    [InlineData("delay=200", "'delay=200': delay is 0us to 1s, in us, ms or s")]
    [InlineData("delay=2s", "'delay=2s': delay is 0us to 1s, in us, ms or s")]
    [InlineData("rate=10kbit", "'rate=10kbit': rate is 1Mbit to 1000Gbit, in kbit, Mbit or Gbit")]
    [InlineData("rate=1Gb", "'rate=1Gb': rate is 1Mbit to 1000Gbit, in kbit, Mbit or Gbit")]
    [InlineData("seed=x", "'seed=x': seed is 0 to 2147483647")]
    public void What_cannot_be_is_refused_with_what_can(string text, string problem)
    {
        Assert.True(LinkText.Read(text, out string? said).IsFaithful);
        Assert.Equal(problem, said);
    }
}
