using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class SequentialPrefetchTests
{
    private readonly SequentialPrefetch _policy = new();

    [Fact]
    public void A_run_is_given_more_and_more()
    {
        int[] ahead = [.. new uint[] { 100, 101, 103, 106, 111, 120, 137 }.Select(Fault)];
        Assert.Equal([0, 1, 2, 4, 8, 16, 16], ahead);
    }

    [Fact]
    public void Scattered_faults_get_nothing() => Assert.All(new uint[] { 100, 102, 99, 500, 498, 7 }, page => Assert.Equal(0, Fault(page)));

    [Fact]
    public void Two_runs_at_once_are_both_seen()
    {
        int[] ahead = [.. new uint[] { 100, 900, 101, 901, 103, 903 }.Select(Fault)];
        Assert.Equal([0, 0, 1, 1, 2, 2], ahead);
    }

    [Fact]
    public void The_same_page_again_is_no_news()
    {
        int[] ahead = [.. new uint[] { 100, 100, 101, 101, 102, 103 }.Select(Fault)];
        Assert.Equal([0, 0, 1, 0, 0, 2], ahead);
    }

    [Fact]
    public void Each_cpu_has_runs_of_its_own()
    {
        Assert.Equal(0, _policy.PagesAhead(new CpuIndex(0), new PageNumber(100), AccessKind.Read));
        Assert.Equal(0, _policy.PagesAhead(new CpuIndex(1), new PageNumber(101), AccessKind.Read));
        Assert.Equal(1, _policy.PagesAhead(new CpuIndex(0), new PageNumber(101), AccessKind.Read));
    }

    private int Fault(uint page) => _policy.PagesAhead(new CpuIndex(0), new PageNumber(page), AccessKind.Write);
}
