using System.Collections.Generic;
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
        int[] ahead = [.. new uint[] { 100, 101, 103, 106, 111, 120, 137 }.Select(page => Fault(page))];
        Assert.Equal([0, 1, 2, 4, 8, 16, 16], ahead);
    }

    [Fact]
    public void Scattered_faults_get_nothing() => Assert.All(new uint[] { 100, 102, 99, 500, 498, 7 }, page => Assert.Equal(0, Fault(page)));

    [Fact]
    public void Two_runs_at_once_are_both_seen()
    {
        int[] ahead = [.. new uint[] { 100, 900, 101, 901, 103, 903 }.Select(page => Fault(page))];
        Assert.Equal([0, 0, 1, 1, 2, 2], ahead);
    }

    [Fact]
    public void The_same_page_again_is_no_news()
    {
        int[] ahead = [.. new uint[] { 100, 100, 101, 101, 102, 103 }.Select(page => Fault(page))];
        Assert.Equal([0, 0, 1, 0, 0, 2], ahead);
    }

    [Fact]
    public void Each_cpu_has_runs_of_its_own()
    {
        Assert.Equal(0, Fault(100));
        Assert.Equal(0, Fault(101, cpu: 1));
        Assert.Equal(1, Fault(101));
    }

    [Fact]
    public void The_pages_behind_are_asked_for_with_the_same_kind_of_access()
    {
        PrefetchRequest[] ahead = new PrefetchRequest[IPrefetchPolicy.MaximumAhead];
        foreach (uint page in new uint[] { 100, 101, 103 }) _policy.Foretell(new CpuIndex(0), new PageNumber(page), AccessKind.Write, ahead);
        Assert.Equal([104u, 105u], ahead[..2].Select(request => request.Page.Value));
        Assert.All(ahead[..2], request => Assert.Equal((AccessKind.Write, false), (request.Kind, request.ShowsUse)));
    }

    // Messages from one node to another stay in order, so whatever is asked for first is also answered first.
    [Fact]
    public void What_a_cpu_waits_for_comes_before_what_is_foretold_with_it()
    {
        using TestNetwork network = new(2, prefetch: _ => new SequentialPrefetch());
        TestNode node = network.Nodes[1];
        foreach (uint page in (uint[])[0, 1, 3]) node.Read(TestNetwork.Page(0, page));
        network.Drain();
        List<uint> mapped = [];
        node.Stage2.Changed = page => mapped.Add(page.Value - TestNetwork.Page(0, 0).Value);
        node.Read(TestNetwork.Page(0, 6));
        network.Drain();
        Assert.Equal([6, 7, 8, 9, 10], mapped);
    }

    private int Fault(uint page, int cpu = 0) =>
        _policy.Foretell(new CpuIndex(cpu), new PageNumber(page), AccessKind.Write, new PrefetchRequest[IPrefetchPolicy.MaximumAhead]);
}
