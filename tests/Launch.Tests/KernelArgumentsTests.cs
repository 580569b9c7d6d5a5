using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class KernelArgumentsTests
{
    [Theory]
    [InlineData("", "console=ttyAMA0 quiet maxcpus=1 nohz_full=1 rcutree.jiffies_till_first_fqs=10")]
    [InlineData("root=/dev/ram0", "console=ttyAMA0 quiet maxcpus=1 nohz_full=1 rcutree.jiffies_till_first_fqs=10 root=/dev/ram0")]
    [InlineData("maxcpus=64", "console=ttyAMA0 quiet nohz_full=1 rcutree.jiffies_till_first_fqs=10 maxcpus=64")]
    [InlineData("nohz_full=", "console=ttyAMA0 quiet maxcpus=1 rcutree.jiffies_till_first_fqs=10 nohz_full=")]
    [InlineData("isolcpus=1", "console=ttyAMA0 quiet maxcpus=1 rcutree.jiffies_till_first_fqs=10 isolcpus=1")]
    [InlineData("rcutree.jiffies-till-first-fqs=3", "console=ttyAMA0 quiet maxcpus=1 nohz_full=1 rcutree.jiffies-till-first-fqs=3")]
    [InlineData("console=ttyS0 loglevel=8", "maxcpus=1 nohz_full=1 rcutree.jiffies_till_first_fqs=10 console=ttyS0 loglevel=8")]
    [InlineData("init=/bin/sh -- quiet maxcpus", "console=ttyAMA0 quiet maxcpus=1 nohz_full=1 rcutree.jiffies_till_first_fqs=10 init=/bin/sh -- quiet maxcpus")]
    [InlineData("dyndbg=\"file x.c quiet +p\"", "console=ttyAMA0 quiet maxcpus=1 nohz_full=1 rcutree.jiffies_till_first_fqs=10 dyndbg=\"file x.c quiet +p\"")]
    public void What_the_user_says_stands_alone(string users, string all) =>
        Assert.Equal(all, KernelArguments.Join(["console=ttyAMA0 quiet", "maxcpus=1", "nohz_full=1 rcutree.jiffies_till_first_fqs=10"], users));
}
