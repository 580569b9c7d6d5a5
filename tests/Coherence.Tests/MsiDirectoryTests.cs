using System;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>The sequences of messages that the MSI directory is made of, one by one. That it is right in every order is for those who try every order.</summary>
public sealed class MsiDirectoryTests
{
    [Fact]
    public void A_read_of_a_page_that_home_has_takes_two_messages()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3);
        cluster.Write(0, 7);
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 1 Data page"], cluster.TakeSent());
        Assert.Equal(7, cluster[1].Content);
        Assert.Equal((PagePermission.Read, PagePermission.Read), (cluster[0].Permission, cluster[1].Permission));
        Assert.Equal(1, cluster[1].Completions);
    }

    [Fact]
    public void An_upgrade_moves_no_page()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(2);
        cluster.Read(1);
        cluster.TakeSent();
        cluster.Write(1, 7);
        Assert.Equal(["1 -> 0 Upgrade", "0 -> 1 Grant"], cluster.TakeSent());
        Assert.Equal((PagePermission.None, PagePermission.Write), (cluster[0].Permission, cluster[1].Permission));
    }

    [Fact]
    public void A_writer_waits_until_every_copy_is_acknowledged_as_gone()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(4);
        for (int reader = 1; reader < 4; reader++) cluster.Read(reader);
        cluster.TakeSent();
        Assert.False(cluster[2].Access(AccessKind.Write));
        cluster.Deliver(2, 0);
        cluster.Deliver(0, 1);
        cluster.Deliver(1, 0);
        Assert.Equal(["2 -> 0 Upgrade", "0 -> 1 Invalidate", "0 -> 3 Invalidate", "1 -> 0 InvalidateAcknowledge"], cluster.TakeSent());
        Assert.True(cluster[2].Access(AccessKind.Read));
        cluster.DeliverAll();
        Assert.Equal(["3 -> 0 InvalidateAcknowledge", "0 -> 2 Grant"], cluster.TakeSent());
        Assert.Equal([PagePermission.None, PagePermission.None, PagePermission.Write, PagePermission.None], Enumerable.Range(0, 4).Select(node => cluster[node].Permission));
        Assert.Equal((1, 1), (cluster[1].Releases, cluster[3].Releases));
    }

    [Fact]
    public void A_modified_page_is_read_through_home_which_has_it_from_then_on()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(4);
        cluster.Write(1, 7);
        cluster.TakeSent();
        cluster.Read(2);
        Assert.Equal(["2 -> 0 GetShared", "0 -> 1 RecallShared", "1 -> 0 PutShared page", "0 -> 2 Data page"], cluster.TakeSent());
        cluster.Read(3);
        Assert.Equal(["3 -> 0 GetShared", "0 -> 3 Data page"], cluster.TakeSent());
        cluster.Read(0);
        Assert.Empty(cluster.TakeSent());
        Assert.All(Enumerable.Range(0, 4), node => Assert.Equal((7, PagePermission.Read), (cluster[node].Content, cluster[node].Permission)));
    }

    [Fact]
    public void A_modified_page_is_written_through_home()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3);
        cluster.Write(1, 7);
        cluster.TakeSent();
        cluster.Write(2, 8);
        Assert.Equal(["2 -> 0 GetModified", "0 -> 1 RecallModified", "1 -> 0 PutModified page", "0 -> 2 DataModified page"], cluster.TakeSent());
        cluster.Write(0, 9);
        Assert.Equal(["0 -> 2 RecallModified", "2 -> 0 PutModified page"], cluster.TakeSent());
        Assert.Equal([PagePermission.Write, PagePermission.None, PagePermission.None], Enumerable.Range(0, 3).Select(node => cluster[node].Permission));
    }

    [Fact]
    public void A_modified_page_goes_home_unasked_in_one_message_and_is_homes_alone()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(2);
        cluster.Write(1, 7);
        cluster.TakeSent();
        Assert.True(cluster[1].Evict());
        Assert.Equal(1, cluster[1].Releases);
        cluster.DeliverAll();
        Assert.Equal(["1 -> 0 PutModified page"], cluster.TakeSent());
        Assert.Equal((7, PagePermission.Write), (cluster[0].Content, cluster[0].Permission));
    }

    // The recall finds a node that has put the page home and asked for it again: that is the answer, and the recall is not mistaken for one of what comes next.
    [Theory]
    [InlineData(AccessKind.Read)]
    [InlineData(AccessKind.Write)]
    public void An_eviction_that_crosses_a_recall_answers_it(AccessKind kind)
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3);
        cluster.Write(1, 7);
        Assert.False(cluster[2].Access(kind));
        cluster.Deliver(2, 0);
        Assert.True(cluster[1].Evict());
        Assert.False(cluster[1].Access(AccessKind.Write));
        cluster.TakeSent();
        cluster.Deliver(1, 0);
        Assert.Equal([kind == AccessKind.Read ? "0 -> 2 Data page" : "0 -> 2 DataModified page"], cluster.TakeSent());
        cluster.Deliver(0, 1);
        Assert.Empty(cluster.TakeSent());
        cluster.DeliverAll();
        Assert.True(cluster[1].Access(AccessKind.Write));
        Assert.Equal((7, PagePermission.None), (cluster[1].Content, cluster[2].Permission));
    }

    [Fact]
    public void A_copy_dropped_while_its_invalidation_is_under_way_is_acknowledged_and_asked_for_anew()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3);
        cluster.Read(1);
        Assert.False(cluster[2].Access(AccessKind.Write));
        cluster.Deliver(2, 0);
        Assert.True(cluster[1].Evict());
        Assert.False(cluster[1].Access(AccessKind.Read));
        cluster.TakeSent();
        cluster.Deliver(1, 0);
        cluster.Deliver(0, 1);
        Assert.Equal(["1 -> 0 InvalidateAcknowledge"], cluster.TakeSent());
        cluster.Deliver(1, 0);
        Assert.Equal(["0 -> 2 DataModified page", "0 -> 2 RecallShared"], cluster.TakeSent());
        cluster.Deliver(0, 2);
        cluster[2].Content = 8;
        cluster.DeliverAll();
        Assert.Equal((8, PagePermission.Read), (cluster[1].Content, cluster[1].Permission));
    }

    [Fact]
    public void An_upgrade_whose_copy_is_lost_on_the_way_is_answered_with_content()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3);
        cluster.Read(1);
        cluster.Read(2);
        Assert.False(cluster[1].Access(AccessKind.Write));
        Assert.False(cluster[2].Access(AccessKind.Write));
        cluster.TakeSent();
        cluster.Deliver(1, 0);
        cluster.Deliver(0, 2);
        Assert.False(cluster[2].Access(AccessKind.Read));
        cluster.Deliver(2, 0);
        cluster.Deliver(2, 0);
        cluster.Deliver(0, 1);
        cluster[1].Content = 7;
        cluster.DeliverAll();
        string[] expected =
        [
            "0 -> 2 Invalidate", "2 -> 0 InvalidateAcknowledge", "0 -> 1 Grant", "0 -> 1 RecallModified", "1 -> 0 PutModified page", "0 -> 2 DataModified page",
        ];
        Assert.Equal(expected, cluster.TakeSent());
        Assert.Equal((7, PagePermission.Write, 0), (cluster[2].Content, cluster[2].Permission, cluster[2].Releases));
    }

    [Fact]
    public void A_writer_without_its_copy_says_so_and_is_not_taken_for_a_sharer()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(2);
        cluster.Read(1);
        Assert.True(cluster[1].Evict());
        cluster.TakeSent();
        cluster.Write(1, 7);
        Assert.Equal(["1 -> 0 GetModified", "0 -> 1 DataModified page"], cluster.TakeSent());
    }

    [Fact]
    public void Readers_are_served_together_and_writers_in_turn()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(7);
        cluster.Write(3, 7);
        // While node 5 is being served, these come, in this order.
        AccessKind[] kinds = new AccessKind[7];
        int[] order = [5, 1, 6, 4, 2, 0];
        foreach (int node in order)
        {
            kinds[node] = node is 4 or 2 ? AccessKind.Read : AccessKind.Write;
            Assert.False(cluster[node].Access(kinds[node]));
            if (node != 0) cluster.Deliver(node, 0);
        }
        cluster.TakeSent();
        cluster.DeliverAll();
        string[] answers = [.. cluster.TakeSent().Where(sent => sent.Contains("Data", StringComparison.Ordinal))];
        Assert.Equal(["0 -> 5 DataModified page", "0 -> 2 Data page", "0 -> 4 Data page", "0 -> 6 DataModified page", "0 -> 1 DataModified page"], answers);
        Assert.Equal(PagePermission.None, cluster[0].Permission);
    }

    [Fact]
    public void A_busy_writer_does_not_starve_others()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(4);
        cluster.Write(1, 1);
        Assert.False(cluster[2].Access(AccessKind.Write));
        Assert.False(cluster[3].Access(AccessKind.Read));
        cluster.Deliver(2, 0);
        cluster.Deliver(3, 0);
        // As soon as node 1 has lost the page it asks again.
        cluster.Deliver(0, 1);
        Assert.False(cluster[1].Access(AccessKind.Write));
        cluster.TakeSent();
        cluster.DeliverAll();
        string[] answers = [.. cluster.TakeSent().Where(sent => sent.Contains("Data", StringComparison.Ordinal))];
        Assert.Equal(["0 -> 2 DataModified page", "0 -> 3 Data page", "0 -> 1 DataModified page"], answers);
    }

    [Theory]
    [InlineData(AccessKind.Read, "1 -> 0 PutShared page")]
    [InlineData(AccessKind.Write, "1 -> 0 PutModified page")]
    public void A_recall_waits_for_the_end_of_the_hold(AccessKind kind, string answer)
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3, holds: true);
        cluster.Write(1, 7);
        Assert.False(cluster[1].Evict());
        Assert.False(cluster[2].Access(kind));
        cluster.DeliverAll();
        Assert.Equal((PagePermission.Write, true), (cluster[1].Permission, cluster[1].IsHoldEndAwaited));
        cluster.TakeSent();
        cluster[1].EndHold();
        Assert.Equal([answer], cluster.TakeSent());
        cluster.DeliverAll();
        Assert.True(cluster[2].Access(kind));
    }

    [Fact]
    public void An_invalidation_waits_for_the_end_of_the_hold()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3, holds: true);
        cluster.Read(1);
        Assert.False(cluster[2].Access(AccessKind.Write));
        cluster.DeliverAll();
        Assert.Equal((PagePermission.Read, true), (cluster[1].Permission, cluster[1].IsHoldEndAwaited));
        cluster[1].EndHold();
        cluster.DeliverAll();
        Assert.Equal((PagePermission.None, PagePermission.Write), (cluster[1].Permission, cluster[2].Permission));
    }

    [Fact]
    public void What_home_has_just_won_stays_until_the_end_of_its_hold()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3, holds: true);
        cluster.Write(1, 7);
        cluster[1].EndHold();
        cluster.Write(0, 8);
        Assert.False(cluster[2].Access(AccessKind.Read));
        cluster.TakeSent();
        cluster.DeliverAll();
        Assert.Empty(cluster.TakeSent());
        Assert.True(cluster[0].IsHoldEndAwaited);
        cluster[0].EndHold();
        Assert.Equal(["0 -> 2 Data page"], cluster.TakeSent());
    }

    // Home reads and holds the page; the only sharer drops its copy and wants to write. Home must not be left sharing with nobody.
    [Fact]
    public void Home_may_write_at_once_when_the_last_sharer_says_that_it_has_no_copy()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(2, holds: true);
        cluster.Write(1, 7);
        cluster[1].EndHold();
        cluster.Read(0);
        Assert.True(cluster[1].Evict());
        Assert.False(cluster[1].Access(AccessKind.Write));
        cluster.DeliverAll();
        Assert.Equal((PagePermission.Write, true), (cluster[0].Permission, cluster[0].IsHoldEndAwaited));
        cluster[0].EndHold();
        cluster.DeliverAll();
        Assert.Equal((7, PagePermission.Write), (cluster[1].Content, cluster[1].Permission));
    }

    [Fact]
    public void It_says_who_answers_and_who_may_have_the_page()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(3);
        Assert.Equal((true, false), (Answers(cluster, 0), Answers(cluster, 1)));
        cluster.Write(1, 7);
        Assert.Equal((false, true), (Answers(cluster, 0), Answers(cluster, 1)));
        Assert.Equal([false, true, false], Enumerable.Range(0, 3).Select(node => Knows(cluster, node)));
        cluster.Read(2);
        Assert.Equal((true, false), (Answers(cluster, 0), Answers(cluster, 1)));
        Assert.Equal([true, true, true], Enumerable.Range(0, 3).Select(node => Knows(cluster, node)));
        Assert.True(cluster[0].IsIdle);
        cluster[2].Access(AccessKind.Write);
        Assert.False(cluster[2].IsIdle);
        cluster.Deliver(2, 0);
        Assert.False(cluster[0].IsIdle);
    }

    [Fact]
    public void What_cannot_happen_is_a_panic_with_the_page_and_its_state()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMsiDirectory(2);
        CoherenceMessage message = new() { Page = ScriptedCluster.Page, Kind = (byte)CentralDirectoryMessage.InvalidateAcknowledge, Requester = new NodeId(1) };
        PanicException panic = Assert.Throws<PanicException>(() => cluster[0].Receive(new NodeId(1), message, null));
        Assert.Equal("page 0x40000 at node 0: an acknowledgement came that was not awaited; state 2, flags 0x0, sharers 0x0, missing 0x0", panic.Message);
    }

    private static bool Answers(ScriptedCluster cluster, int node) => cluster[node].Inspection.Answers(ScriptedCluster.Page);

    private static bool Knows(ScriptedCluster cluster, int node) => cluster[0].Inspection.Knows(ScriptedCluster.Page, new NodeId((ushort)node));
}
