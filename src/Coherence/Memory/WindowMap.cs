using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Which pages there are, and which node's window each lies in. Units of coherence have the numbers from <see cref="First"/>, by their addresses. Where units can be split their pieces are pages, too: they have the numbers from
/// <see cref="FirstPiece"/>, by their addresses again.
/// </summary>
/// <param name="cluster">The cluster as bring-up agreed on it.</param>
/// <param name="geometry">What a page is.</param>
public sealed class WindowMap(ICluster cluster, IPageGeometry geometry)
{
    private readonly PageRange[] _windows = new PageRange[NodeId.MostNodes];

    // The footholds of nodes that join later, in the order of those. Their home is the leader.
    private readonly PageRange[] _footholds = new PageRange[NodeId.MaximumNodes];
    private int _footholdCount;

    // Whether any of them is at home here.
    private bool _hasOwnFootholds;

    // Nodes that have nothing of any page; those of them that have died; and those whose windows are about to be taken away.
    private readonly bool[] _gone = new bool[NodeId.MostNodes];
    private readonly bool[] _closed = new bool[NodeId.MostNodes];

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

    /// <summary>Numbers from <see cref="First"/> to the end of all: units to the end of the highest window, holes included, and then their pieces.</summary>
    public uint Pages { get; private set; }

    /// <summary>The number of the first piece: numbers from here on are those of pieces. Where units are never split there are none.</summary>
    public PageNumber FirstPiece { get; private set; }

    /// <summary>Units from <see cref="First"/> to the end of the highest window, holes included.</summary>
    public uint Units { get; private set; }

    /// <summary>Whether units can be split.</summary>
    public bool HasPieces
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => PiecesShift != 0;
    }

    /// <summary>The first unit of this node's window.</summary>
    public PageNumber OwnFirst { get; private set; }

    /// <summary>Units of this node's window.</summary>
    public uint OwnUnits { get; private set; }

    /// <summary>Units of the footholds whose home this node is.</summary>
    public uint OwnFootholdUnits => Self == NodeId.Leader ? (uint)_footholdCount * FootholdUnits : 0;

    /// <summary>Units of one foothold.</summary>
    public uint FootholdUnits => (uint)(NodeDescription.FootholdBytes >> geometry.UnitShift);

    /// <summary>Units of the other nodes' windows, those included that may be there later.</summary>
    public uint ForeignUnits { get; private set; }

    /// <summary>Reads the windows. Once, after bring-up.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize()
    {
        if (geometry.UnitShift is < GranuleNumber.Shift or > IPageGeometry.MostShift) RefuseUnit();
        if (geometry.PieceShift < GranuleNumber.Shift || geometry.PieceShift > geometry.UnitShift) RefusePiece();
        if (HasPieces && geometry.ReturnsToSplit is < 1 or > byte.MaxValue) RefuseReturns();
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
            uint units = (uint)(node.WindowBytes >> geometry.UnitShift);
            PageNumber first = geometry.UnitOf(node.WindowStart.Granule);
            if (node.JoinsLater) _footholds[_footholdCount++] = new PageRange(geometry.UnitOf(node.FootholdStart.Granule), FootholdUnits);
            Open(new NodeId((ushort)i));
            lowest = Math.Min(lowest, first.Value);
            highest = Math.Max(highest, first.Value + units + (node.JoinsLater ? FootholdUnits : 0));
            if (i != Self.Value) ForeignUnits += units;
        }
        _hasOwnFootholds = OwnFootholdUnits != 0;
        Bounds = new TransactionBounds(Nodes, (int)cpus, geometry.UnitShift);
        OwnFirst = _windows[Self.Value].First;
        OwnUnits = _windows[Self.Value].Units;
        First = new PageNumber(lowest);
        // Units and pieces have no block of pages in common that may come along with one another.
        FirstPiece = new PageNumber((highest + PagesAlong.BlockPages) & ~(PagesAlong.BlockPages - 1u));
        Units = highest - lowest;
        Pages = HasPieces ? FirstPiece.Value - lowest + (Units << PiecesShift) : Units;
    }

    /// <summary>Takes note of what there is of the window of <paramref name="node"/>: nothing before it is there, and when it has left.</summary>
    internal void Open(NodeId node)
    {
        NodeDescription description = cluster[node];
        uint units = cluster.IsPresent(node) ? (uint)(description.PresentBytes >> geometry.UnitShift) : 0;
        _windows[node.Value] = new PageRange(geometry.UnitOf(description.WindowStart.Granule), units);
        _gone[node.Value] = units == 0;
        _closed[node.Value] = false;
        Dead = Dead.Without(node);
    }

    /// <summary>The guest may use the window of <paramref name="node"/> no more; its pages still have their home there.</summary>
    internal void Close(NodeId node) => _closed[node.Value] = true;

    /// <summary>Whether <paramref name="node"/> is this one, or a place that nobody has taken: it can be sent nothing.</summary>
    internal bool IsNobody(NodeId node) => node == Self || (_footholdCount != 0 && IsFree(node));

    /// <summary>Takes note that <paramref name="node"/> has died: see <see cref="IsDead"/>.</summary>
    internal void NoteDead(NodeId node)
    {
        _gone[node.Value] = true;
        Dead = Dead.With(node);
    }

    /// <summary>The nodes that have died and still have their places.</summary>
    internal NodeSet Dead { get; private set; } = NodeSet.Empty;

    /// <summary>Whether <paramref name="node"/> has died: nothing is sent or received on its behalf, or about a page whose home it is.</summary>
    public bool IsDead(NodeId node) => Dead.Contains(node);

    /// <summary>The units of the window of <paramref name="node"/> that are there.</summary>
    internal void GetWindow(NodeId node, out PageNumber first, out uint units) => (first, units) = (_windows[node.Value].First, _windows[node.Value].Units);

    /// <summary>Takes note that <paramref name="node"/> has nothing of any page any more: see <see cref="IProtocolWorld.IsGone"/>.</summary>
    internal void NoteGone(NodeId node) => _gone[node.Value] = true;

    /// <summary>See <see cref="IProtocolWorld.IsGone"/>.</summary>
    public bool IsGone(NodeId node) => _gone[node.Value];

    /// <summary>Whether <paramref name="page"/> is, or is a piece of, a unit of a foothold whose home this node is.</summary>
    /// <param name="page">Any number.</param>
    /// <param name="index">Which of those units.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal bool IsOwnFoothold(PageNumber page, out uint index)
    {
        index = 0;
        return _hasOwnFootholds && FindOwnFoothold(page, out index);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool FindOwnFoothold(PageNumber page, out uint index)
    {
        index = 0;
        PageNumber unit = UnitOf(page);
        int foothold = FindFoothold(unit);
        if (foothold < 0) return false;
        index = ((uint)foothold * FootholdUnits) + (unit.Value - _footholds[foothold].First.Value);
        return true;
    }

    /// <summary>The first unit of the foothold with number <paramref name="index"/>.</summary>
    internal PageNumber FootholdAt(uint index) => _footholds[index].First;

    /// <summary>Whether <paramref name="page"/> lies in some node's window.</summary>
    public bool Contains(PageNumber page) => Find(page) >= 0;

    /// <summary>Whether <paramref name="page"/> lies in some node's window that the guest may use.</summary>
    public bool IsOpen(PageNumber page)
    {
        int node = Find(page);
        return node >= 0 && !_closed[node];
    }

    /// <summary>Whether <paramref name="page"/>, of some node's window, lies in one that is about to be taken away.</summary>
    internal bool IsClosed(PageNumber page) => _closed[HomeOf(page).Value];

    /// <summary>Whether <paramref name="page"/> lies in this node's window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsOwn(PageNumber page) => page.Value - OwnFirst.Value < OwnUnits || (IsPiece(page) && UnitOf(page).Value - OwnFirst.Value < OwnUnits) || (_hasOwnFootholds && FindOwnFoothold(page, out _));

    /// <summary>Whether <paramref name="page"/> lies in the window of <paramref name="node"/>.</summary>
    public bool IsAtHome(PageNumber page, NodeId node) =>
        _windows[node.Value].Contains(page) || (IsPiece(page) && _windows[node.Value].Contains(UnitOf(page))) || (_footholdCount != 0 && node == NodeId.Leader && FindFoothold(UnitOf(page)) >= 0);

    /// <summary>Whether <paramref name="page"/>, any number, is a piece of a unit, should it be split.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPiece(PageNumber page) => HasPieces && page.Value >= FirstPiece.Value;

    /// <summary>The unit that <paramref name="page"/>, any number, is, or is a piece of.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public PageNumber UnitOf(PageNumber page) => IsPiece(page) ? First + ((page.Value - FirstPiece.Value) >> PiecesShift) : page;

    // log2 of the pieces in a unit. An image has one geometry, so that its compiler knows this number, and leaves out what is done about pieces where there are none.
    private int PiecesShift
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get => geometry.UnitShift - geometry.PieceShift;
    }

    /// <summary>The pieces of <paramref name="unit"/>: the number of the first.</summary>
    public PageNumber FirstPieceOf(PageNumber unit) => FirstPiece + ((unit.Value - First.Value) << PiecesShift);

    /// <summary>How many pieces a unit has: 1 if it is never split.</summary>
    public uint PiecesInUnit => 1u << PiecesShift;

    /// <summary>The piece that holds <paramref name="granule"/>, which lies in the guest's RAM.</summary>
    public PageNumber PieceOf(GranuleNumber granule)
    {
        uint inUnit = granule.Value >> (geometry.PieceShift - GranuleNumber.Shift) & (PiecesInUnit - 1);
        return FirstPieceOf(geometry.UnitOf(granule)) + inUnit;
    }

    /// <summary>Where in its unit <paramref name="page"/> begins, in bytes: 0 unless it is a piece.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint OffsetInUnit(PageNumber page) => IsPiece(page) ? ((page.Value - FirstPiece.Value) & (PiecesInUnit - 1)) << geometry.PieceShift : 0;

    /// <summary>Bytes of <paramref name="page"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint BytesOf(PageNumber page) => 1u << (IsPiece(page) ? geometry.PieceShift : geometry.UnitShift);

    /// <summary>Granules in <paramref name="page"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public uint GranulesOf(PageNumber page) => BytesOf(page) >> GranuleNumber.Shift;

    /// <summary>The first granule of <paramref name="page"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public GranuleNumber FirstGranuleOf(PageNumber page) => IsPiece(page) ? geometry.FirstGranuleOf(UnitOf(page)) + (OffsetInUnit(page) >> GranuleNumber.Shift) : geometry.FirstGranuleOf(page);

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
        return _windows[found].Contains(page) ? found : FindAnew(UnitOf(page));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindAnew(PageNumber unit)
    {
        for (int i = 0; i < Nodes; i++)
        {
            if (_windows[i].Contains(unit)) return _found = i;
        }
        return FindFoothold(unit) >= 0 ? NodeId.Leader.Value : -1;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private int FindFoothold(PageNumber unit)
    {
        for (int i = 0; i < _footholdCount; i++)
        {
            if (_footholds[i].Contains(unit)) return i;
        }
        return -1;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(PageNumber page) => Panic.Fail($"{page} lies in no node's window");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseUnit() => Panic.Fail($"a unit of coherence of 2 to the power of {geometry.UnitShift} bytes: {GranuleNumber.Shift} to {IPageGeometry.MostShift} can be, from a page of the translation granule to a block");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseWindow(in NodeDescription node) =>
        Panic.Fail($"a window of {node.WindowBytes} bytes at {node.WindowStart} does not consist of whole units of coherence, which have {geometry.UnitBytes()} bytes here");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefusePiece() => Panic.Fail($"pieces of 2 to the power of {geometry.PieceShift} bytes: {GranuleNumber.Shift} to {geometry.UnitShift} can be, from a page of the translation granule to the whole unit");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseReturns() => Panic.Fail($"a unit that is split after {geometry.ReturnsToSplit} returns: 1 to {byte.MaxValue} can be");

    private readonly struct PageRange(PageNumber First, uint Units)
    {
        public PageNumber First { get; } = First;

        public uint Units { get; } = Units;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool Contains(PageNumber unit) => unit.Value - First.Value < Units;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private bool IsFree(NodeId node)
    {
        NodeDescription place = cluster[node];
        return place.JoinsLater && place.Address.Value == 0;
    }
}
