using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Which node's window a page lies in.</summary>
/// <param name="cluster">The cluster as bring-up agreed on it.</param>
/// <param name="geometry">What a page is.</param>
public sealed class WindowMap(ICluster cluster, IPageGeometry geometry)
{
    private readonly PageRange[] _windows = new PageRange[NodeId.MaximumNodes];

    // The window that a page was found in last: most often the next one is, too.
    private int _found;

    /// <summary>The cluster whose windows they are.</summary>
    internal ICluster Cluster => cluster;

    /// <summary>What a page is.</summary>
    public IPageGeometry Geometry => geometry;

    /// <summary>This node.</summary>
    public NodeId Self { get; private set; }

    /// <summary>How many nodes there are.</summary>
    public int Nodes { get; private set; }

    /// <summary>How much the nodes have under way at most.</summary>
    public TransactionBounds Bounds { get; private set; }

    /// <summary>The first page of the lowest window.</summary>
    public PageNumber First { get; private set; }

    /// <summary>Pages from <see cref="First"/> to the end of the highest window, holes included.</summary>
    public uint Pages { get; private set; }

    /// <summary>The first page of this node's window.</summary>
    public PageNumber OwnFirst { get; private set; }

    /// <summary>Pages of this node's window.</summary>
    public uint OwnPages { get; private set; }

    /// <summary>Pages of the other nodes' windows.</summary>
    public uint ForeignPages { get; private set; }

    /// <summary>Reads the windows. Once, after bring-up.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize()
    {
        if (geometry.UnitShift is < PageNumber.Shift or > IPageGeometry.MostShift) RefuseUnit();
        Self = cluster.Self;
        Nodes = cluster.NodeCount;
        uint lowest = uint.MaxValue;
        uint highest = 0;
        uint cpus = 0;
        for (int i = 0; i < Nodes; i++)
        {
            NodeDescription node = cluster[new NodeId((ushort)i)];
            cpus += node.CpuCount;
            if ((node.WindowStart.Value | node.WindowBytes) % geometry.UnitBytes() != 0) RefuseWindow(in node);
            PageRange window = new(geometry.UnitOf(node.WindowStart.Page), (uint)(node.WindowBytes >> geometry.UnitShift));
            _windows[i] = window;
            lowest = Math.Min(lowest, window.First.Value);
            highest = Math.Max(highest, window.First.Value + window.Pages);
            if (i != Self.Value) ForeignPages += window.Pages;
        }
        Bounds = new TransactionBounds(Nodes, (int)cpus, geometry.UnitShift);
        OwnFirst = _windows[Self.Value].First;
        OwnPages = _windows[Self.Value].Pages;
        First = new PageNumber(lowest);
        Pages = highest - lowest;
    }

    /// <summary>Whether <paramref name="page"/> lies in some node's window.</summary>
    public bool Contains(PageNumber page) => Find(page) >= 0;

    /// <summary>Whether <paramref name="page"/> lies in this node's window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOwn(PageNumber page) => page.Value - OwnFirst.Value < OwnPages;

    /// <summary>Whether <paramref name="page"/> lies in the window of <paramref name="node"/>.</summary>
    public bool IsAtHome(PageNumber page, NodeId node) => _windows[node.Value].Contains(page);

    /// <summary>The node in whose window <paramref name="page"/> lies.</summary>
    /// <exception cref="PanicException">If it lies in none.</exception>
    public NodeId HomeOf(PageNumber page)
    {
        int node = Find(page);
        if (node < 0) Refuse(page);
        return new NodeId((ushort)node);
    }

    private int Find(PageNumber page)
    {
        int found = _found;
        return _windows[found].Contains(page) ? found : FindAnew(page);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindAnew(PageNumber page)
    {
        for (int i = 0; i < Nodes; i++)
        {
            if (_windows[i].Contains(page)) return _found = i;
        }
        return -1;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(PageNumber page) => Panic.Fail($"{page} lies in no node's window");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseUnit() => Panic.Fail($"a unit of coherence of 2 to the power of {geometry.UnitShift} bytes: {PageNumber.Shift} to {IPageGeometry.MostShift} can be, from a page of the translation granule to a block");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseWindow(in NodeDescription node) =>
        Panic.Fail($"a window of {node.WindowBytes} bytes at {node.WindowStart} does not consist of whole units of coherence, which have {geometry.UnitBytes()} bytes here");

    private readonly struct PageRange(PageNumber First, uint Pages)
    {
        public PageNumber First { get; } = First;

        public uint Pages { get; } = Pages;

        public bool Contains(PageNumber page) => page.Value - First.Value < Pages;
    }
}
