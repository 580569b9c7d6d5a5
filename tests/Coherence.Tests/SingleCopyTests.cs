using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>The sequences of messages that single copy is made of, one by one. That it is right in every order is for those who try every order.</summary>
public sealed class SingleCopyTests
{
    [Theory]
    [InlineData(AccessKind.Read)]
    [InlineData(AccessKind.Write)]
    public void Any_access_moves_the_page(AccessKind kind)
    {
        using ScriptedCluster cluster = ScriptedCluster.OfSingleCopy(3);
        cluster.Write(0, 7);
        cluster.Access(1, kind);
        Assert.Equal(["1 -> 0 Get", "0 -> 1 Give page"], cluster.TakeSent());
        cluster.Access(2, kind);
        Assert.Equal(["2 -> 0 Get", "0 -> 1 Recall", "1 -> 0 Put page", "0 -> 2 Give page"], cluster.TakeSent());
        cluster.Access(0, kind);
        Assert.Equal(["0 -> 2 Recall", "2 -> 0 Put page"], cluster.TakeSent());
        Assert.Equal([PagePermission.Write, PagePermission.None, PagePermission.None], Enumerable.Range(0, 3).Select(node => cluster[node].Permission));
        Assert.Equal((7, 1, 1), (cluster[0].Content, cluster[1].Releases, cluster[2].Releases));
    }

    [Fact]
    public void A_page_goes_home_unasked_in_one_message_and_may_be_used_there()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfSingleCopy(2);
        cluster.Write(1, 7);
        cluster.TakeSent();
        Assert.True(cluster[1].Evict());
        cluster.DeliverAll();
        Assert.Equal(["1 -> 0 Put page"], cluster.TakeSent());
        Assert.Equal((7, PagePermission.Write), (cluster[0].Content, cluster[0].Permission));
    }

    // The recall finds a node that has put the page home and asked for it again: that is the answer, and the recall is not mistaken for one of what comes next.
    [Fact]
    public void An_eviction_that_crosses_a_recall_answers_it()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfSingleCopy(3);
        cluster.Write(1, 7);
        Assert.False(cluster[2].Access(AccessKind.Read));
        cluster.Deliver(2, 0);
        Assert.True(cluster[1].Evict());
        Assert.False(cluster[1].Access(AccessKind.Read));
        cluster.TakeSent();
        cluster.Deliver(1, 0);
        Assert.Equal(["0 -> 2 Give page"], cluster.TakeSent());
        cluster.Deliver(0, 1);
        Assert.Empty(cluster.TakeSent());
        cluster.DeliverAll();
        Assert.Equal((7, PagePermission.Write, PagePermission.None), (cluster[1].Content, cluster[1].Permission, cluster[2].Permission));
    }

    [Fact]
    public void Those_who_wait_take_turns_by_number()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfSingleCopy(5);
        cluster.Write(2, 7);
        foreach (int node in new[] { 4, 1, 3 })
        {
            Assert.False(cluster[node].Access(AccessKind.Write));
            cluster.Deliver(node, 0);
        }
        Assert.False(cluster[0].Access(AccessKind.Write));
        cluster.DeliverAll();
        Assert.Equal(["0 -> 3 Give page", "0 -> 4 Give page", "0 -> 1 Give page"], cluster.TakeSent().Where(sent => sent.Contains("Give", System.StringComparison.Ordinal)).Skip(1));
        Assert.Equal((1, PagePermission.None), (cluster[0].Completions, cluster[0].Permission));
    }

    [Fact]
    public void A_recall_waits_for_the_end_of_the_hold()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfSingleCopy(3, holds: true);
        cluster.Write(1, 7);
        Assert.False(cluster[1].Evict());
        Assert.False(cluster[2].Access(AccessKind.Read));
        cluster.DeliverAll();
        Assert.True(cluster[1].IsHoldEndAwaited);
        cluster.TakeSent();
        cluster[1].EndHold();
        cluster.DeliverAll();
        Assert.Equal(["1 -> 0 Put page", "0 -> 2 Give page"], cluster.TakeSent());
    }
}
