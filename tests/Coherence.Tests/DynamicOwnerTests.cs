using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>The sequences of messages that the dynamic owner protocol is made of, one by one. That it is right in every order is for those who try every order.</summary>
public sealed class DynamicOwnerTests
{
    [Fact]
    public void A_reader_becomes_the_owner_and_writes_without_asking_anybody_for_the_page()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(2);
        cluster.Write(0, 7);
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 1 OwnershipData page"], cluster.TakeSent());
        Assert.Equal((7, PagePermission.Read, PagePermission.Read), (cluster[1].Content, cluster[0].Permission, cluster[1].Permission));
        cluster.Write(1, 8);
        Assert.Equal(["1 -> 0 Invalidate", "0 -> 1 InvalidateAcknowledge"], cluster.TakeSent());
        Assert.Equal((PagePermission.None, PagePermission.Write), (cluster[0].Permission, cluster[1].Permission));
    }

    [Fact]
    public void Two_nodes_that_are_not_home_hand_the_page_over_between_them()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(3);
        cluster.Write(1, 7);
        cluster.Write(2, 8);
        Assert.Equal(["1 -> 0 GetExclusive", "0 -> 1 OwnershipData page", "2 -> 0 GetExclusive", "0 -> 1 GetExclusive", "1 -> 2 OwnershipData page"], cluster.TakeSent());
        cluster.Write(1, 9);
        Assert.Equal(["1 -> 2 GetExclusive", "2 -> 1 OwnershipData page"], cluster.TakeSent());
    }

    [Fact]
    public void A_request_shortens_the_way_for_those_that_follow()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(5);
        cluster.Write(1, 1);
        cluster.Write(0, 2);
        cluster.Write(2, 3);
        cluster.Write(3, 4);
        cluster.TakeSent();
        cluster.Write(1, 5);
        Assert.Equal(["1 -> 0 GetExclusive", "0 -> 3 GetExclusive", "3 -> 1 OwnershipData page"], cluster.TakeSent());
        cluster.Write(0, 6);
        Assert.Equal(["0 -> 1 GetExclusive", "1 -> 0 OwnershipData page"], cluster.TakeSent());
    }

    [Fact]
    public void A_reader_that_has_its_copy_is_granted_ownership_without_the_page()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(2);
        cluster.Read(1);
        cluster.TakeSent();
        cluster.Write(0, 7);
        Assert.Equal(["0 -> 1 GetExclusive", "1 -> 0 Ownership"], cluster.TakeSent());
        Assert.Equal((PagePermission.Write, PagePermission.None), (cluster[0].Permission, cluster[1].Permission));
    }

    [Fact]
    public void A_writer_waits_until_every_copy_is_acknowledged_as_gone()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(4);
        for (int reader = 1; reader < 4; reader++) cluster.Read(reader);
        cluster.TakeSent();
        Assert.False(cluster[3].Access(AccessKind.Write));
        cluster.Deliver(3, 0);
        cluster.Deliver(0, 3);
        cluster.Deliver(3, 1);
        cluster.Deliver(1, 3);
        Assert.True(cluster[3].Access(AccessKind.Read));
        Assert.Equal(PagePermission.Read, cluster[3].Permission);
        cluster.DeliverAll();
        Assert.Equal(3, cluster.TakeSent().Count(sent => sent.Contains("Acknowledge", System.StringComparison.Ordinal)));
        Assert.Equal([PagePermission.None, PagePermission.None, PagePermission.None, PagePermission.Write], Enumerable.Range(0, 4).Select(node => cluster[node].Permission));
    }

    [Fact]
    public void Requests_queue_one_at_each_node_and_are_served_in_that_order()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(4, holds: true);
        foreach (int node in new[] { 2, 1, 3 })
        {
            Assert.False(cluster[node].Access(AccessKind.Write));
            cluster.Deliver(node, 0);
        }
        cluster.DeliverAll();
        Assert.True(cluster[2].IsHoldEndAwaited);
        string[] expected =
        [
            "2 -> 0 GetExclusive", "0 -> 2 OwnershipData page", "1 -> 0 GetExclusive", "0 -> 2 GetExclusive", "3 -> 0 GetExclusive", "0 -> 1 GetExclusive",
        ];
        Assert.Equal(expected, cluster.TakeSent());
        cluster[2].EndHold();
        cluster.DeliverAll();
        cluster[1].EndHold();
        cluster.DeliverAll();
        Assert.Equal(["2 -> 1 OwnershipData page", "1 -> 3 OwnershipData page"], cluster.TakeSent());
    }

    [Fact]
    public void Home_fetches_a_page_whose_owner_needs_the_frame()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(3);
        cluster.Write(1, 7);
        cluster.TakeSent();
        Assert.True(cluster[1].Evict());
        Assert.False(cluster[1].Evict());
        cluster.DeliverAll();
        Assert.Equal(["1 -> 0 PutRequest", "0 -> 1 PutAcknowledge", "0 -> 1 GetShared", "1 -> 0 OwnershipData page"], cluster.TakeSent());
        Assert.Equal((7, PagePermission.Write, 1), (cluster[0].Content, cluster[0].Permission, cluster[1].Releases));
        cluster.Read(2);
        cluster.Read(1);
        Assert.Equal(["2 -> 0 GetShared", "0 -> 2 OwnershipData page", "1 -> 0 GetShared", "0 -> 2 GetShared", "2 -> 1 OwnershipData page"], cluster.TakeSent());
    }

    [Fact]
    public void What_home_waits_for_already_is_not_asked_for_twice()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(2);
        cluster.Write(1, 7);
        Assert.False(cluster[0].Access(AccessKind.Write));
        Assert.True(cluster[1].Evict());
        cluster.TakeSent();
        cluster.DeliverAll();
        Assert.Equal(["1 -> 0 OwnershipData page", "0 -> 1 PutAcknowledge"], cluster.TakeSent().Order(System.StringComparer.Ordinal).Reverse());
        Assert.Equal((7, PagePermission.Write), (cluster[0].Content, cluster[0].Permission));
    }

    // Nodes 2 and 66 of 128 are of one group: a bit in a message stands for both.
    [Fact]
    public void Content_goes_along_where_a_bit_stands_for_several_nodes_and_a_copy_is_kept_all_the_same()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfDynamicOwner(128);
        cluster.Read(2);
        cluster.Read(66);
        cluster.TakeSent();
        int installs = cluster[2].Installs;
        cluster.Access(2, AccessKind.Write);
        Assert.Contains("66 -> 2 OwnershipData page", cluster.Sent);
        Assert.Equal((installs, PagePermission.Write), (cluster[2].Installs, cluster[2].Permission));
        Assert.Equal((PagePermission.None, PagePermission.None), (cluster[0].Permission, cluster[66].Permission));
    }
}
