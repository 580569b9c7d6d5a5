using System;
using System.IO;
using System.Linq;
using System.Reflection;
using System.Xml.Linq;
using Pilevisor.Coherence;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests.Whole;

/// <summary>However many nodes and CPUs there are, and whatever they all want at once: no queue runs full, and everybody gets it.</summary>
public sealed class RoomTests
{
    private const uint Pages = 24;

    /// <summary>All pages have one home and another node owns them: home forwards everybody's requests to one node, which answers them all.</summary>
    [Theory]
    [InlineData(16, 4, 0.0)]
    [InlineData(18, 1, 0.0)]
    [InlineData(16, 4, 0.02)]
    [InlineData(5, 16, 0.02)]
    public void Everybody_reads_one_owners_pages(int nodes, int cpus, double loss)
    {
        foreach (Func<IProtocolWorld, ICoherenceProtocol> protocol in Protocols())
        {
            using WholeCluster cluster = new(nodes, cpus, 1, protocol);
            for (uint page = 0; page < Pages; page++) Write(cluster, cluster.Nodes[0], WholeCluster.Page(1, page));
            cluster.Ethernet.Loss = loss;
            cluster.Ethernet.JitterMicroseconds = 100;
            uint[] next = new uint[nodes * cpus];
            RunAll(cluster, cpus, cpu => next[cpu] < Pages, cpu => (WholeCluster.Page(1, (next[cpu] + ((uint)cpu * 3)) % Pages), AccessKind.Read), cpu => next[cpu]++);
        }
    }

    [Fact]
    [Trait("Length", "long")]
    public void Everybody_of_64_reads_one_owners_pages() => Everybody_reads_one_owners_pages(64, 1, 0.01);

    /// <summary>All want to write what all have copies of: each write is an invalidation to every other node.</summary>
    [Fact]
    public void Everybody_writes_what_everybody_has()
    {
        foreach (Func<IProtocolWorld, ICoherenceProtocol> protocol in Protocols())
        {
            using WholeCluster cluster = new(12, 4, 2, protocol);
            cluster.Ethernet.Loss = 0.01;
            cluster.Ethernet.JitterMicroseconds = 200;
            uint[] next = new uint[48];
            RunAll(cluster, 4, cpu => next[cpu] < 8, cpu => (WholeCluster.Page(1, next[cpu]), AccessKind.Read), cpu => next[cpu]++);
            Array.Clear(next);
            RunAll(cluster, 4, cpu => next[cpu] < 8, cpu => (WholeCluster.Page(1, (next[cpu] + (uint)cpu) % 8), AccessKind.Write), cpu => next[cpu]++);
        }
    }

    /// <summary>Any nodes and CPUs, any pages and accesses, over a bad network.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Whatever_they_want(int seed)
    {
        Random random = new(seed);
        int nodes = random.Next(2, 24);
        int cpus = random.Next(1, 5);
        Func<IProtocolWorld, ICoherenceProtocol> protocol = Protocols()[seed % Protocols().Length];
        using WholeCluster cluster = new(nodes, cpus, seed, protocol);
        cluster.Ethernet.Loss = random.NextDouble() * 0.1;
        cluster.Ethernet.JitterMicroseconds = random.Next(1, 500);
        int[] left = [.. Enumerable.Repeat(30, nodes * cpus)];
        (GranuleNumber Page, AccessKind Kind)[] wanted = [.. left.Select(_ => Any(random, nodes))];
        RunAll(
            cluster,
            cpus,
            cpu => left[cpu] > 0,
            cpu => wanted[cpu],
            cpu =>
            {
                left[cpu]--;
                wanted[cpu] = Any(random, nodes);
            });
    }

    /// <summary>What the launcher accepts, boots: the frames of the largest clusters have room in the image's arena, which has their objects, and in what a machine has beside the guest's memory.</summary>
    [Theory]
    [InlineData(64, 1)]
    [InlineData(61, 2)]
    [InlineData(41, 3)]
    [InlineData(30, 4)]
    [InlineData(15, 8)]
    [InlineData(7, 16)]
    [InlineData(2, 16)]
    public void The_frames_of_the_largest_clusters_fit(int nodes, int cpus)
    {
        const int OverheadBytes = 48 << 20;
        Assert.True(nodes * cpus <= VcpuTopology.MaximumVcpus);
        using WholeCluster cluster = new(nodes, cpus, 1, Protocols()[0], built: 1);
        FramePool pool = cluster.Nodes[0].Pool;
        int headroom = cluster.Nodes[0].Link.HeadroomBytes;
        long bytes = ((long)pool.FreeSmall * FrameBuffer.Stride(headroom, FrameCodec.MaximumPlainFrameBytes)) + ((long)pool.FreeLarge * FrameBuffer.Stride(headroom, FrameCodec.MaximumFrameBytes));
        Assert.InRange(pool.FreeSmall + pool.FreeLarge, 1, FramePool.MostFrames);
        Assert.InRange(bytes, 1, OverheadBytes / 2);
    }

    [Fact]
    public void The_most_frames_there_can_be_leave_an_eighth_of_the_arena()
    {
        string root = typeof(RoomTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryRoot").Value!;
        string arena = XDocument.Load(Path.Combine(root, "toolchain/Image.targets")).Descendants("ArenaBytes").Single().Value;
        using FakePhysicalMemory memory = new();
        PhysicalAddress start = memory.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "frame");
        long before = GC.GetAllocatedBytesForCurrentThread();
        FrameBuffer frame = new(memory, start, 12, 1500);
        long objectBytes = GC.GetAllocatedBytesForCurrentThread() - before;
        GC.KeepAlive(frame);
        Assert.InRange(FramePool.MostFrames * objectBytes, 1, Convert.ToInt64(arena, 16) * 7 / 8);
    }

    // Of pages as large as a unit can be; what else a node reserves for is in the frames above.
    [Theory]
    [InlineData(Units16K.Shift)]
    [InlineData(Units64K.Shift)]
    public void The_frames_of_larger_pages_fit_in_every_cluster(int shift)
    {
        for (int nodes = 2; nodes <= NodeId.MaximumNodes; nodes++)
        {
            for (int cpus = 1; cpus <= CpuIndex.MaximumCpus && nodes * cpus <= VcpuTopology.MaximumVcpus; cpus++)
            {
                int pages = new TransactionBounds(nodes, nodes * cpus, shift).Pages;
                Assert.InRange(FramePool.Shares * new JumboFrames().FrameCount(1 << shift) * pages, 1, FramePool.MostFrames / 2);
            }
        }
    }

    private static Func<IProtocolWorld, ICoherenceProtocol>[] Protocols() =>
    [
        world => new OwnerDirectory(world), world => new MsiDirectory(world), world => new MesiDirectory(world), world => new MigratoryDirectory(world), world => new SingleCopy(world), world => new DynamicOwner(world),
    ];

    private static (GranuleNumber Page, AccessKind Kind) Any(Random random, int nodes) =>
        (WholeCluster.Page(random.Next(nodes), (uint)random.Next(40)), random.Next(3) == 0 ? AccessKind.Write : AccessKind.Read);

    // A page of zeros would travel as a word.
    private static void Write(WholeCluster cluster, WholeNode node, GranuleNumber page)
    {
        for (int i = 0; !node.TryAccess(0, page, AccessKind.Write); i++) Assert.True(i < 10_000 && cluster.Step(), "an access is never granted");
        node.Word(page, AccessKind.Write) = page.Value;
    }

    private static void RunAll(WholeCluster cluster, int cpus, Func<int, bool> wants, Func<int, (GranuleNumber Page, AccessKind Kind)> access, Action<int> granted)
    {
        Cycles begin = cluster.Counter.Now;
        for (bool busy = true; busy;)
        {
            busy = false;
            bool progressed = false;
            for (int cpu = 0; cpu < cluster.Nodes.Length * cpus; cpu++)
            {
                if (!wants(cpu)) continue;
                busy = true;
                (GranuleNumber page, AccessKind kind) = access(cpu);
                if (!cluster.Nodes[cpu / cpus].TryAccess(cpu % cpus, page, kind)) continue;
                ref ulong word = ref cluster.Nodes[cpu / cpus].Word(page, kind);
                Assert.True(word == 0 || word == page.Value);
                if (kind == AccessKind.Write) word = page.Value;
                granted(cpu);
                progressed = true;
            }
            Assert.True(cluster.Step() || progressed || !busy, "accesses wait and nothing happens any more");
            Assert.True(cluster.Counter.ToMicroseconds(cluster.Counter.Now - begin) < 60_000_000, "accesses are not granted within a minute");
        }
        Assert.All(cluster.Nodes, node => Assert.True(node.Pool.MayTake));
    }
}
