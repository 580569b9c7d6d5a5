using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Launch.Tests;

public class PageWaitSummaryTests
{
    [Fact]
    public void Waits_are_a_share_of_the_time_of_all_cpus_and_pages_are_those_of_all_nodes()
    {
        NodeCounts[] counts = [Of(2_000_000, (0x5fff0, 30), (0x40000, 2)), Of(6_000_000, (0x41a41, 40), (0x5fff0, 20))];
        PageWaitSummary summary = PageWaitSummary.Of(counts, cpusPerNode: 2, System.TimeSpan.FromSeconds(10));
        Assert.Equal([0.1, 0.3], summary.ShareByNode);
        Assert.Equal(0.2, summary.Share, 10);
        Assert.Equal([(0x5fff0u, 50u), (0x41a41u, 40u), (0x40000u, 2u)], summary.HotPages.Select(page => (page.Page.Value, page.Waits)));
        Assert.Equal("CPUs waited 20 % of their time for pages (node 0: 10 %, node 1: 30 %), most often for 0x5fff0 (50 times), 0x41a41 (40 times), 0x40000 (2 times)", summary.ToString());
    }

    [Fact]
    public void Who_never_waited_names_no_page() =>
        Assert.Equal("CPUs waited 0 % of their time for pages (node 0: 0 %)", PageWaitSummary.Of([Of(0)], 1, System.TimeSpan.FromSeconds(1)).ToString());

    private static NodeCounts Of(ulong microseconds, params (uint Page, uint Waits)[] pages)
    {
        NodeCounts counts = new();
        counts.Take([new CounterEntry { Table = CounterTable.Counters, Index = (byte)Counter.PageWaitMicroseconds, Value = microseconds }]);
        for (int i = 0; i < pages.Length; i++)
            counts.Take([new CounterEntry { Table = CounterTable.HotPages, Index = (byte)i, Value = new HotPage(new PageNumber(pages[i].Page), pages[i].Waits).Packed }]);
        return counts;
    }
}
