using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests;

/// <summary>What the MESI directory does otherwise than the MSI directory, message by message.</summary>
public sealed class MesiDirectoryTests
{
    [Fact]
    public void The_only_reader_writes_without_a_message()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3);
        cluster.Read(1);
        Assert.Equal(["1 -> 0 GetShared", "0 -> 1 DataExclusive page"], cluster.TakeSent());
        Assert.Equal((PagePermission.None, PagePermission.Read), (cluster[0].Permission, cluster[1].Permission));
        Assert.True(cluster[1].Access(AccessKind.Write));
        Assert.Empty(cluster.TakeSent());
        Assert.Equal(PagePermission.Write, cluster[1].Permission);
    }

    [Fact]
    public void What_was_not_written_comes_back_without_content_and_a_copy_stays()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3);
        cluster.Write(0, 7);
        cluster.Read(1);
        cluster.TakeSent();
        cluster.Read(2);
        Assert.Equal(["2 -> 0 GetShared", "0 -> 1 RecallShared", "1 -> 0 PutCleanShared", "0 -> 2 Data page"], cluster.TakeSent());
        Assert.Equal((7, PagePermission.Read, PagePermission.Read, PagePermission.Read), (cluster[2].Content, cluster[0].Permission, cluster[1].Permission, cluster[2].Permission));
    }

    [Fact]
    public void What_was_written_silently_comes_back_with_content()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3);
        cluster.Read(1);
        cluster.Write(1, 8);
        cluster.TakeSent();
        cluster.Write(2, 9);
        Assert.Equal(["2 -> 0 GetModified", "0 -> 1 RecallModified", "1 -> 0 PutModified page", "0 -> 2 DataModified page"], cluster.TakeSent());
    }

    [Fact]
    public void A_writer_takes_what_was_not_written_without_content()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3);
        cluster.Read(1);
        cluster.TakeSent();
        cluster.Write(2, 9);
        Assert.Equal(["2 -> 0 GetModified", "0 -> 1 RecallModified", "1 -> 0 PutClean", "0 -> 2 DataModified page"], cluster.TakeSent());
        Assert.Equal((PagePermission.None, 1), (cluster[1].Permission, cluster[1].Releases));
    }

    // The recall finds a node that put the page home and asked for it again.
    [Fact]
    public void An_eviction_of_what_was_not_written_answers_the_recall_that_it_crosses()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3);
        cluster.Write(0, 7);
        cluster.Read(1);
        Assert.False(cluster[2].Access(AccessKind.Write));
        cluster.Deliver(2, 0);
        Assert.True(cluster[1].Evict());
        Assert.False(cluster[1].Access(AccessKind.Read));
        cluster.TakeSent();
        cluster.Deliver(1, 0);
        Assert.Equal(["0 -> 2 DataModified page"], cluster.TakeSent());
        cluster.Deliver(0, 1);
        Assert.Empty(cluster.TakeSent());
        cluster.Deliver(1, 0);
        cluster.DeliverAll();
        Assert.Equal((7, PagePermission.Read), (cluster[1].Content, cluster[1].Permission));
    }

    [Fact]
    public void Readers_that_wait_together_share()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3, holds: true);
        cluster.Write(1, 7);
        cluster[1].EndHold();
        cluster.Write(0, 8);
        Assert.False(cluster[1].Access(AccessKind.Read));
        Assert.False(cluster[2].Access(AccessKind.Read));
        cluster.DeliverAll();
        cluster.TakeSent();
        cluster[0].EndHold();
        Assert.Equal(["0 -> 1 Data page", "0 -> 2 Data page"], cluster.TakeSent());
    }

    [Fact]
    public void What_is_written_while_its_recall_waits_goes_whole()
    {
        using ScriptedCluster cluster = ScriptedCluster.OfMesiDirectory(3, holds: true);
        cluster.Read(1);
        Assert.False(cluster[2].Access(AccessKind.Read));
        cluster.DeliverAll();
        cluster.Write(1, 7);
        cluster.TakeSent();
        cluster[1].EndHold();
        Assert.Equal(["1 -> 0 PutModified page"], cluster.TakeSent());
        cluster.DeliverAll();
        Assert.Equal((7, PagePermission.Read), (cluster[2].Content, cluster[2].Permission));
    }
}
