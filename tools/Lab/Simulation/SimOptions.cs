using System;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Lab.Prefetching;

namespace Pilevisor.Lab.Simulation;

/// <summary>A simulated cluster and what befalls it. Everything that happens follows from this and the workload.</summary>
public sealed record SimOptions
{
    private const int UsualPagesPerNode = 64;
    private const int UsualPages = 4_096;
    private const long MaximumBytes = 4L << 30;

    // A record, a count of waits and of returns, and what stage 2 says.
    private const int BytesPerPage = 24;

    // A place, a page, a user count and an entry in the list of free ones.
    private const int BytesPerFrame = 24;
    private const long MaximumHoldNanoseconds = 1_000_000_000_000;

    private readonly int? _pagesPerNode;

    /// <summary>Nodes: 2 to <see cref="MaximumNodes"/>.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>The most nodes.</summary>
    public static int MaximumNodes => NodeId.MostNodes;

    /// <summary>CPUs a node: 1 to <see cref="CpuIndex.MaximumCpus"/>.</summary>
    public int CpusPerNode { get; init; } = 1;

    /// <summary>Pages that each node's window has. Unless it is set 64, or with more than 64 nodes as many as make 4,096 together: every node has an entry for every page.</summary>
    public int PagesPerNode
    {
        get => _pagesPerNode ?? Math.Min(UsualPagesPerNode, UsualPages / Math.Max(1, Nodes));
        init => _pagesPerNode = value;
    }

    /// <summary>Frames a node has for other nodes' pages; 0 for as many as there are such pages.</summary>
    public int CacheFrames { get; init; }

    /// <summary>What chance begins with.</summary>
    public int Seed { get; init; } = 1;

    /// <summary>How many accesses each CPU makes.</summary>
    public int AccessesPerCpu { get; init; } = 1_000;

    /// <summary>How long a page just won is held, in nanoseconds; 0 for not at all. The image's default.</summary>
    public long HoldNanoseconds { get; init; } = 100_000;

    /// <summary>What a node takes to handle a message, in nanoseconds: the image runs some 6,400 instructions for one (docs/results.md), here at 1.5 a nanosecond.</summary>
    public long HandlerNanoseconds { get; init; } = 4_300;

    /// <summary>What a fault takes before the protocol is asked, in nanoseconds: some 11,400 instructions for the fault less those of the messages it receives.</summary>
    public long FaultNanoseconds { get; init; } = 3_300;

    /// <summary>What asks for pages ahead of the guest; null for what the workload says: a trace as it was recorded, nothing for one that is made up.</summary>
    public PrefetchInfo? Prefetch { get; init; }

    /// <summary>What <see cref="Runs"/> is unless it is said.</summary>
    public static string UsualRuns => nameof(NoRuns);

    /// <summary>How many untouched pages come along with one that is written. A trace is replayed as it was recorded: with the policy that ships, or none.</summary>
    public IRunPolicy Runs { get; init; } = new NoRuns();

    /// <summary>What a page is unless it is said: see <see cref="Geometry"/>.</summary>
    public static string UsualGeometry => nameof(SmallPages);

    /// <summary>How large a page is, and whether it can be split. A trace's pages are as recorded.</summary>
    public IPageGeometry Geometry { get; init; } = new SmallPages();

    /// <summary>Bytes in a page: what coherence is kept in units of.</summary>
    public int PageBytes => (int)Geometry.UnitBytes();

    /// <summary>How a message becomes frames.</summary>
    public ITransport Transport { get; init; } = new JumboFrames();

    /// <summary>The network.</summary>
    public LinkModel Link { get; init; } = new();

    /// <summary>A node that stands still for a while; null for none.</summary>
    public Pause? Pause { get; init; }

    /// <summary>A node that dies; null for none.</summary>
    public Death? Death { get; init; }

    /// <summary>All pages together.</summary>
    public int Pages => Nodes * PagesPerNode;

    /// <summary>What users call a run of <paramref name="protocol"/>: its name, and what else was chosen that is not as usual.</summary>
    public string Design(string protocol)
    {
        if (Prefetch is not null) protocol += $" + {Prefetch.Name}";
        if (Runs is not NoRuns) protocol += $" + {Runs.GetType().Name}";
        if (CanSplit) protocol += $" + {Geometry.GetType().Name}";
        else if (PageBytes != (int)GranuleNumber.Bytes) protocol += $" + {PageBytes >> 10} KiB";
        return Transport is JumboFrames ? protocol : $"{protocol} + {Transport.Name}";
    }

    /// <summary>Refuses what cannot be.</summary>
    /// <exception cref="LabException">Says what is wrong and what would be right.</exception>
    public void Refuse()
    {
        Within("nodes", Nodes, 2, MaximumNodes);
        Within("CPUs a node", CpusPerNode, 1, CpuIndex.MaximumCpus);
        Within("pages a node", PagesPerNode, 1, 1 << 20);
        Within("accesses a CPU", AccessesPerCpu, 1, int.MaxValue);
        Within("the hold in ns", HoldNanoseconds, 0, MaximumHoldNanoseconds);
        if (CacheFrames != 0) Within("frames of cache", CacheFrames, Math.Min(FrameCache.MinimumFrames, ForeignPages), int.MaxValue);
        if (Pause is { } pause) Within("the node that pauses", pause.Node, 0, Nodes - 1);
        if (Death is { } death) Within("the node that dies", death.Node, 0, Nodes - 1);
        Link.Refuse();
    }

    /// <summary>What a page is in a simulated node's memory. It holds one number, which one granule has room for, however large it is on the wire; only what can be split has its pieces.</summary>
    internal IPageGeometry MemoryGeometry => CanSplit ? Geometry : new SmallPages();

    /// <summary>Granules in simulated memory for each page.</summary>
    internal int GranulesPerPage => CanSplit ? (int)Geometry.UnitGranules() : 1;

    /// <summary>Granules in the memory of all nodes.</summary>
    internal int Granules => Pages * GranulesPerPage;

    /// <summary>Frames a node has for other nodes' pages.</summary>
    internal long FramesPerNode => CacheFrames == 0 ? ForeignPages : Math.Min(CacheFrames, ForeignPages);

    /// <summary>RAM of a simulated node: its window, its frames and its tables.</summary>
    /// <param name="entryBytes">Bytes that its protocol keeps for a page.</param>
    internal ulong MemoryBytesPerNode(int entryBytes)
    {
        // Tables begin at a page each, and the window at a block.
        const ulong Alignments = (2ul << IPageGeometry.MostShift) + (16 * GranuleNumber.Bytes);
        ulong frames = (ulong)(PagesPerNode + FramesPerNode) << MemoryGeometry.UnitShift;
        ulong tables = (ulong)(Pages + Granules + PagesAlong.BlockPages) * (ulong)(entryBytes + BytesPerPage) + ((ulong)FramesPerNode * BytesPerFrame);
        return Alignments + frames + tables;
    }

    /// <summary>Refuses a cluster that would take more memory than 4 GiB for what its nodes know of pages.</summary>
    /// <param name="entryBytes">What a protocol keeps for one page on one node.</param>
    /// <exception cref="LabException">Says how many pages a node could have.</exception>
    internal void RefuseMemory(int entryBytes)
    {
        int bytes = (entryBytes + BytesPerPage) * (GranulesPerPage == 1 ? 1 : GranulesPerPage + 1);
        long forEach = (long)Nodes * Nodes * bytes;
        if (forEach * PagesPerNode <= MaximumBytes) return;
        long most = MaximumBytes / forEach;
        throw new LabException($"{Nodes} nodes with {PagesPerNode} pages each: at {bytes} bytes a page and node that takes {(forEach * PagesPerNode) >> 20} MiB, and {MaximumBytes >> 20} is the most: {most} pages a node fit");
    }

    private bool CanSplit => Geometry.PieceShift != Geometry.UnitShift;

    private int ForeignPages => Pages - PagesPerNode;

    private static void Within(string what, long value, long least, long most)
    {
        if (value < least || value > most) throw new LabException($"{what}: {value} is not within {least} to {most}");
    }
}
