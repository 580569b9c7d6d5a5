using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>What the owner directory does where an evicted page takes its copyset home in 64 bits: nodes 2 and 66 of 128 are of one group.</summary>
public sealed class CoarseCopysetTests
{
    [Fact]
    public void A_writer_whose_copy_is_gone_is_sent_the_content_although_its_group_has_copies()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfOwnerDirectory(128, 0, 1, 2, 66);
        cluster.Read(2);
        // Node 2 asks to write the copy it has. Before that reaches home, node 1 writes, node 66 reads, and node 1 puts the page home.
        Assert.False(cluster[2].Access(AccessKind.Write));
        Assert.False(cluster[1].Access(AccessKind.Write));
        cluster.DeliverAllBut(2);
        cluster[1].Content = 1;
        Assert.False(cluster[66].Access(AccessKind.Read));
        cluster.DeliverAllBut(2);
        Assert.True(cluster[1].Evict());
        cluster.DeliverAllBut(2);

        cluster.DeliverAll();

        Assert.Contains("0 -> 2 ExclusiveData page", cluster.Sent);
        Assert.Contains("0 -> 66 Invalidate", cluster.Sent);
        Assert.Equal((PagePermission.Write, 1), (cluster[2].Permission, cluster[2].Content));
        Assert.Equal((PagePermission.None, PagePermission.None), (cluster[0].Permission, cluster[66].Permission));
    }

    [Fact]
    public void A_writer_that_has_its_copy_keeps_it_whatever_comes()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfOwnerDirectory(128, 0, 1, 2, 66);
        EvictWrittenPageWithCopyAt(cluster, 2);
        int installs = cluster[2].Installs;

        cluster.Access(2, AccessKind.Write);

        Assert.Contains("0 -> 2 ExclusiveData page", cluster.Sent);
        Assert.Contains("0 -> 66 Invalidate", cluster.Sent);
        Assert.Equal(installs, cluster[2].Installs);
        Assert.Equal((PagePermission.Write, 1), (cluster[2].Permission, cluster[2].Content));
    }

    [Fact]
    public void Who_is_a_member_for_its_groups_sake_only_acknowledges_and_may_ask_itself()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfOwnerDirectory(128, 0, 1, 2, 66);
        EvictWrittenPageWithCopyAt(cluster, 2);

        cluster.Access(0, AccessKind.Write);

        Assert.Contains("66 -> 0 InvalidateAcknowledge", cluster.Sent);
        cluster.Access(66, AccessKind.Write);
        Assert.Equal(PagePermission.Write, cluster[66].Permission);
        Assert.Equal((PagePermission.None, PagePermission.None), (cluster[0].Permission, cluster[2].Permission));
    }

    [Fact]
    public void With_64_nodes_the_copyset_is_exact_and_an_upgrade_moves_no_page()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfOwnerDirectory(64, 0, 1, 2);
        EvictWrittenPageWithCopyAt(cluster, 2);

        cluster.Access(2, AccessKind.Write);

        Assert.Contains("0 -> 2 ExclusiveGrant", cluster.Sent);
        Assert.Equal(PagePermission.Write, cluster[2].Permission);
    }

    private static void EvictWrittenPageWithCopyAt(ScriptedCluster cluster, int reader)
    {
        cluster.Write(1, 1);
        cluster.Read(reader);
        Assert.True(cluster[1].Evict());
        cluster.DeliverAll();
        Assert.Contains("1 -> 0 PutData page", cluster.Sent);
    }
}
