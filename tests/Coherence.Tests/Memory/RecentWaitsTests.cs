using System.Linq;
using Pilevisor.Interconnect;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class RecentWaitsTests
{
    private const ulong Instruction = 0xffff_8000_0800_1234;

    [Fact]
    public void The_pages_that_were_waited_for_since_they_were_asked_for_come_the_hottest_first()
    {
        using TestNetwork network = new(2);
        for (uint round = 0; round < 6; round++)
        {
            for (uint page = round / 2; page < 3; page++) Fight(network, page, Instruction + page);
        }

        Assert.Equal([(2u, 6u, Instruction + 2), (1u, 4u, Instruction + 1), (0u, 2u, Instruction)], Take(network.Nodes[1]));
        Assert.Empty(Take(network.Nodes[1]));
        Fight(network, 1, Instruction);
        Assert.Equal([(1u, 1u, Instruction)], Take(network.Nodes[1]));
    }

    [Fact]
    public void One_hot_page_among_ever_so_many_is_found()
    {
        using TestNetwork network = new(2);
        const uint Cold = 600;
        for (uint page = 0; page < Cold; page++)
        {
            Fight(network, 700, Instruction);
            Fight(network, page, 1);
        }

        (uint Page, uint Waits, ulong Instruction)[] hottest = Take(network.Nodes[1]);
        Assert.Equal(IHotPages.Reported, hottest.Length);
        Assert.Equal((700u, Instruction), (hottest[0].Page, hottest[0].Instruction));
        Assert.InRange(hottest[0].Waits, Cold * 9 / 10, Cold);
        Assert.All(hottest[1..], page => Assert.InRange(page.Waits, 1u, 3u));
    }

    // Node 0 writes its page, so that node 1 has to wait for it.
    private static void Fight(TestNetwork network, uint page, ulong instruction)
    {
        network.Nodes[0].Write(TestNetwork.Page(0, page), page);
        network.Nodes[1].Memory.Resolve(TestNetwork.Page(0, page), AccessKind.Read, new AccessSite(instruction, 0));
    }

    private static (uint Page, uint Waits, ulong Instruction)[] Take(TestNode node)
    {
        HotPage[] pages = new HotPage[IHotPages.Reported];
        ulong[] instructions = new ulong[IHotPages.Reported];
        int found = node.RecentWaits.Take(pages, instructions);
        return [.. Enumerable.Range(0, found).Select(i => (pages[i].Page.Value - TestNetwork.Page(0, 0).Value, pages[i].Waits, instructions[i]))];
    }
}
