using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Which node's window a page lies in.</summary>
/// <param name="cluster">The cluster as bring-up agreed on it.</param>
public sealed class WindowMap(ICluster cluster)
{
    private readonly uint[] _starts = new uint[NodeId.MaximumNodes];
    private readonly uint[] _ends = new uint[NodeId.MaximumNodes];

    /// <summary>The cluster whose windows they are.</summary>
    internal ICluster Cluster => cluster;

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
    public void Initialize()
    {
        Self = cluster.Self;
        Nodes = cluster.NodeCount;
        uint lowest = uint.MaxValue;
        uint highest = 0;
        uint cpus = 0;
        for (int i = 0; i < Nodes; i++)
        {
            NodeDescription node = cluster[new NodeId((ushort)i)];
            cpus += node.CpuCount;
            _starts[i] = node.WindowStart.Page.Value;
            _ends[i] = _starts[i] + (uint)(node.WindowBytes >> PageNumber.Shift);
            if (_starts[i] < lowest) lowest = _starts[i];
            if (_ends[i] > highest) highest = _ends[i];
            if (i != Self.Value) ForeignPages += _ends[i] - _starts[i];
        }
        Bounds = new TransactionBounds(Nodes, (int)cpus);
        OwnFirst = new PageNumber(_starts[Self.Value]);
        OwnPages = _ends[Self.Value] - _starts[Self.Value];
        First = new PageNumber(lowest);
        Pages = highest - lowest;
    }

    /// <summary>Whether <paramref name="page"/> lies in some node's window.</summary>
    public bool Contains(PageNumber page) => Find(page) >= 0;

    /// <summary>Whether <paramref name="page"/> lies in this node's window.</summary>
    public bool IsOwn(PageNumber page) => page.Value - OwnFirst.Value < OwnPages;

    /// <summary>Whether <paramref name="page"/> lies in the window of <paramref name="node"/>.</summary>
    public bool IsAtHome(PageNumber page, NodeId node) => page.Value >= _starts[node.Value] && page.Value < _ends[node.Value];

    /// <summary>The node in whose window <paramref name="page"/> lies.</summary>
    /// <exception cref="PanicException">If it lies in none.</exception>
    public NodeId HomeOf(PageNumber page)
    {
        int node = Find(page);
        if (node < 0) Panic.Fail($"{page} lies in no node's window");
        return new NodeId((ushort)node);
    }

    private int Find(PageNumber page)
    {
        for (int i = 0; i < Nodes; i++)
        {
            if (page.Value >= _starts[i] && page.Value < _ends[i]) return i;
        }
        return -1;
    }
}
