using System.Text;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class KernelParametersTests
{
    private static readonly byte[] _image = Encoding.ASCII.GetBytes("MZ\0numa_balancing=\0nohz_full=\0skew_tick\0rcutree.use_softirq\0not workqueue.power_efficient\0");

    [Theory]
    [InlineData("", null)]
    [InlineData("skew_tick=1", null)]
    [InlineData("skew-tick=1", null)]
    [InlineData("nohz_full=1-2 rcutree.use_softirq=0", null)]
    [InlineData("rcutree.use-softirq=0", null)]
    [InlineData("sysctl.vm.stat_interval=10", null)]
    [InlineData("skew_tick nohz_ful=1 numa=off", "nohz_ful=1")]
    [InlineData("numa=off", "numa=off")]
    [InlineData("workqueue.power_efficient=1", "workqueue.power_efficient=1")]
    public void The_first_word_without_a_name_is_unknown(string words, string? unknown) => Assert.Equal(unknown, KernelParameters.Unknown(_image, words));
}
