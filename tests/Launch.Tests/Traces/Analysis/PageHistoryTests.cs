using System.Linq;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

public class PageHistoryTests
{
    [Fact]
    public void Visits_of_a_node_end_where_another_comes()
    {
        PageHistory page = SmallTraces.History(SmallTraces.Records("0r@0 0w@10 0w@10 1w@20 0x@0 0r@10"));
        Assert.Equal((3, 2, 6, 3, 2), (page.Visits, page.HandOvers, page.Accesses, page.SharedAccesses, page.SharedWrites));
        NodeUse first = page.Uses.First();
        Assert.Equal((2, 2, 1, 2, 2, 1), (first.Reads, first.Writes, first.ReadsForWrite, first.Visits, first.WritingVisits, first.UpgradingVisits));
        Assert.Equal((0, 0x0u), (page.Home!.Value.Value, page.Parts.Keys.First()));
        Assert.Equal((2, 1, true), (page.Parts[0x10].Visits[0], page.Parts[0x10].WritingVisits[0], page.Parts[0x10].IsWritten));
        Assert.Equal(new WaitTotal(6, 3000), page.Wait);
        Assert.Equal(new WaitTotal(1, 500), page.Uses.Last().Wait);
    }

    [Theory]
    [InlineData("1 0 pr|1 0 r", 1)]
    [InlineData("1 0 pr|1 0 pr|1 0 r|1 0 r", 1)]
    [InlineData("1 0 pr|0 0 r|1 0 r", 1)]
    // Another node's write takes it away before; another node's access is none of this one's.
    [InlineData("1 0 pr|0 0 w|1 0 r", 0)]
    [InlineData("1 0 pw|0 0 r|0 0 w", 0)]
    [InlineData("1 0 pr|2 0 r", 0)]
    public void A_page_asked_for_ahead_is_of_use_if_it_is_still_there(string records, int useful)
    {
        PageHistory page = SmallTraces.History(records.Split('|').Select(record => $"{record} 0x{SmallTraces.Page:x}"));
        Assert.Equal(useful, page.UsefulPrefetches);
        Assert.Equal(records.Split('|').Count(record => record.Contains('p')), page.Prefetches);
    }

    [Fact]
    public void A_page_that_left_comes_back_with_a_wait()
    {
        string page = $"0x{SmallTraces.Page:x}";
        PageHistory history = SmallTraces.History([$"1 0 r {page} 7", $"1 0 e {page} 9", $"1 0 r {page} 7", $"1 0 e {page} 9", $"1 0 r {page}", $"2 0 e {page} 9"]);
        Assert.Equal((3, 1), (history.Evictions, history.Returns));
    }
}
