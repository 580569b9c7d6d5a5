using System.Linq;
using Pilevisor.Launch.Traces.Analysis;
using Xunit;

namespace Pilevisor.Launch.Tests.Traces.Analysis;

public class SharingClassifierTests
{
    [Theory]
    [InlineData("0w 0r 0w 0w", SharingPattern.Private)]
    [InlineData("0w 1r", SharingPattern.ReadMostly)]
    // What was written before anybody else came is how the page was made.
    [InlineData("0w 0w 0w 1r 0r 2r 1r", SharingPattern.ReadMostly)]
    // One write in eight accesses, and one in seven.
    [InlineData("0w 1r 2r 1r 2r 1r 2r 1r 0w", SharingPattern.ReadMostly)]
    [InlineData("0w 1r 2r 1r 2r 1r 2r 0w", SharingPattern.Mixed)]
    // Handed over seven times, and eight times.
    [InlineData("0r 0w 1r 1w 0r 0w 1r 1w 0r 0w 1r 1w 0r 0w 1r 1w", SharingPattern.Mixed)]
    [InlineData("0r 0w 1r 1w 0r 0w 1r 1w 0r 0w 1r 1w 0r 0w 1r 1w 0r 0w", SharingPattern.Migratory)]
    [InlineData("0w 1w 2w 0w 1w 2w 0w 1w 2w", SharingPattern.Migratory)]
    [InlineData("0x 1x 0x 1x 0x 1x 0x 1x 0x", SharingPattern.Migratory)]
    // Three visits of four write, and two of three.
    [InlineData("0w 1w 2w 1r 0w 1w 2w 1r 0w 1w 2w 1r", SharingPattern.Migratory)]
    [InlineData("0w 1w 2r 0w 1w 2r 0w 1w 2r 0w 1w 2r", SharingPattern.Mixed)]
    [InlineData("0w 1r 0w 1r 0w 1r 0w 1r 0w 1r", SharingPattern.ProducerConsumer)]
    [InlineData("0w 1r 2r 0w 1r 2r 0w 1r 2r 0w 1r 2r", SharingPattern.ProducerConsumer)]
    // One of eight visits that write is another's, and one of seven.
    [InlineData("0w 1r 0w 1r 0w 1r 0w 1r 0w 1r 0w 1r 0w 1r 0r 1w", SharingPattern.ProducerConsumer)]
    [InlineData("0w 1r 0w 1r 0w 1r 0w 1r 0w 1r 0w 1r 0r 1w", SharingPattern.Mixed)]
    [InlineData("0w@0 1w@800 0w@0 1w@800 0w@0 1w@800 0w@0 1w@800 0w@0", SharingPattern.FalseSharing)]
    [InlineData("0r@0 0w@0 1x@ff0 0r@0 0w@0 1x@ff0 0r@0 0w@0 1x@ff0 0r@0 0w@0 1x@ff0 0w@0", SharingPattern.FalseSharing)]
    [InlineData("0w@0 1w@800 2w@400 0w@10 1w@810 2w@410 0w@20 1w@820 2w@420", SharingPattern.FalseSharing)]
    // Neighbours, and the same part.
    [InlineData("0w@0 1w@10 0w@0 1w@10 0w@0 1w@10 0w@0 1w@10 0w@0", SharingPattern.FalseSharing)]
    [InlineData("0w@10 1w@10 0w@10 1w@10 0w@10 1w@10 0w@10 1w@10 0w@10", SharingPattern.Migratory)]
    // A part that both only read is not shared falsely or otherwise.
    [InlineData("0w@0 0r@40 1w@800 1r@40 0w@0 0r@40 1w@800 1r@40 0w@0 0r@40 1w@800 1r@40 0w@0 0r@40 1w@800 1r@40 0w@0", SharingPattern.FalseSharing)]
    // One node takes a lock and then writes what the other reads: the write behind the lock is in no trace.
    [InlineData("0w@a40 1r@800 0w@a40 1r@800 0w@a40 1r@800 0w@a40 1r@800 0w@a40 1r@800", SharingPattern.ProducerConsumer)]
    // The kernel cleared the page from the other node: one visit of nine to a part of another node's, and two.
    [InlineData("1w@0 0w@0 1w@800 0w@0 1w@800 0w@0 1w@800 0w@0 1w@800", SharingPattern.FalseSharing)]
    [InlineData("1w@0 0w@0 1w@0 0w@0 1w@800 0w@0 1w@800 0w@0 1w@800", SharingPattern.Migratory)]
    public void A_page_is_shared(string accesses, SharingPattern pattern) => Assert.Equal(pattern, SharingClassifier.Of(SmallTraces.History(SmallTraces.Records(accesses))));

    [Fact]
    public void Parts_that_are_not_known_are_not_shared_falsely() =>
        Assert.Equal(SharingPattern.Migratory, SharingClassifier.Of(SmallTraces.History(Enumerable.Range(0, 10).Select(i => $"{i % 2} 0 w 0x{SmallTraces.Page:x} 500"))));

    [Fact]
    public void Every_pattern_has_a_name_of_its_own() =>
        Assert.Equal(System.Enum.GetValues<SharingPattern>().Length, System.Enum.GetValues<SharingPattern>().Select(pattern => pattern.Name()).Distinct().Count());
}
