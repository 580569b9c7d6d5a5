using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>What the migratory directory notices, and what it does about it, message by message.</summary>
public sealed class MigratoryDirectoryTests
{
    [Fact]
    public void A_reader_of_a_page_that_does_not_migrate_shares()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMigratoryDirectory(3);
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 1 Data page"], cluster.TakeSent());
    }

    [Fact]
    public void A_page_that_was_read_and_written_after_another_wrote_it_goes_to_its_next_reader_alone()
    {
        using ScriptedCluster cluster = Migrating();
        cluster.Read(3);
        Assert.Equal(["3 -> 0 GetShared", "0 -> 2 RecallMigratory", "2 -> 0 PutModified page", "0 -> 3 DataExclusive page"], cluster.TakeSent());
        Assert.True(cluster[3].Access(AccessKind.Write));
        Assert.Empty(cluster.TakeSent());
        Assert.Equal((2, PagePermission.Write), (cluster[3].Content, cluster[3].Permission));
    }

    [Fact]
    public void A_page_that_its_reader_did_not_write_is_shared_from_then_on()
    {
        using ScriptedCluster cluster = Migrating();
        cluster.Read(3);
        cluster.TakeSent();
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 3 RecallMigratory", "3 -> 0 PutCleanShared", "0 -> 1 Data page"], cluster.TakeSent());
        cluster.Read(2);
        Assert.Equal(["2 -> 0 GetShared", "0 -> 2 Data page"], cluster.TakeSent());
    }

    // Node 2 wrote last, node 1 only reads: were node 1 taken for the last owner, node 2 would seem to follow it each time.
    [Fact]
    public void A_producer_and_a_consumer_are_not_taken_for_migration_again()
    {
        using ScriptedCluster cluster = Migrating();
        for (int round = 0; round < 3; round++)
        {
            cluster.Read(1);
            cluster.Read(2);
            cluster.Write(2, 10 + round);
        }
        cluster.TakeSent();
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 2 RecallShared", "2 -> 0 PutShared page", "0 -> 1 Data page"], cluster.TakeSent());
    }

    [Fact]
    public void Home_takes_a_page_that_migrates_and_says_whether_it_wrote()
    {
        using ScriptedCluster cluster = Migrating();
        cluster.Read(0);
        Assert.Equal(["0 -> 2 RecallMigratory", "2 -> 0 PutModified page"], cluster.TakeSent());
        Assert.Equal(PagePermission.Read, cluster[0].Permission);
        Assert.True(cluster[0].Access(AccessKind.Write));
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 1 DataExclusive page"], cluster.TakeSent());
        cluster.Write(1, 3);
        cluster.Read(0);
        cluster.TakeSent();
        cluster.Read(2);
        Assert.Equal(["2 -> 0 GetShared", "0 -> 2 Data page"], cluster.TakeSent());
    }

    [Fact]
    public void While_a_writer_waits_readers_share_and_it_comes_next()
    {
        using ScriptedCluster cluster = Migrating();
        Assert.False(cluster[3].Access(AccessKind.Read));
        Assert.False(cluster[1].Access(AccessKind.Read));
        Assert.False(cluster[4].Access(AccessKind.Write));
        foreach (int node in new[] { 3, 1, 4 }) cluster.Deliver(node, 0);
        cluster.TakeSent();
        cluster.DeliverAll();
        string[] expected =
        [
            "2 -> 0 PutModified page", "0 -> 3 DataExclusive page", "0 -> 3 RecallShared", "3 -> 0 PutCleanShared", "0 -> 1 Data page",
            "0 -> 1 Invalidate", "0 -> 3 Invalidate", "1 -> 0 InvalidateAcknowledge", "3 -> 0 InvalidateAcknowledge", "0 -> 4 DataModified page",
        ];
        Assert.Equal(expected, cluster.TakeSent());
    }

    [Theory]
    [InlineData(64)]
    [InlineData(130)]
    public void The_size_of_the_cluster_does_not_matter(int nodes)
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMigratoryDirectory(nodes);
        cluster.Write(1, 1);
        cluster.Read(nodes - 1);
        cluster.Write(nodes - 1, 2);
        cluster.TakeSent();
        cluster.Read(nodes - 2);
        Assert.Contains($"0 -> {nodes - 2} DataExclusive page", cluster.TakeSent());
    }

    /// <summary>Node 1 wrote; node 2 read, then wrote: the page is its own.</summary>
    private static ScriptedCluster Migrating()
    {
        ScriptedCluster cluster = ScriptedCluster.OfMigratoryDirectory(5);
        cluster.Write(1, 1);
        cluster.Read(2);
        cluster.Write(2, 2);
        cluster.TakeSent();
        return cluster;
    }
}
