using System.Collections.Generic;
using System.Linq;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>What a trace says of one page, from its first record to its last: what stage 2 permitted is in no trace, and a page may have been many things one after another.</summary>
public sealed class PageHistory
{
    private readonly NodeUse?[] _uses;
    private readonly bool[] _isAhead;
    private readonly bool[] _hasLeft;
    private readonly SortedDictionary<uint, PartUse> _parts = [];
    private readonly Dictionary<ulong, WaitTotal> _instructions = [];
    private NodeUse? _visitor;
    private bool _visitReads;
    private bool _visitWrites;

    internal PageHistory(PageNumber page, NodeId? home, int nodes)
    {
        (Page, Home) = (page, home);
        (_uses, _isAhead, _hasLeft) = (new NodeUse?[nodes], new bool[nodes], new bool[nodes]);
    }

    /// <summary>Its number.</summary>
    public PageNumber Page { get; }

    /// <summary>The node in whose window it lies.</summary>
    public NodeId? Home { get; }

    /// <summary>The nodes that accessed it, by number.</summary>
    public IEnumerable<NodeUse> Uses => _uses.OfType<NodeUse>();

    /// <summary>Who came for which part, by the part's offset in bytes; empty if no access said.</summary>
    public IReadOnlyDictionary<uint, PartUse> Parts => _parts;

    /// <summary>The instructions that waited for it, by address, as far as accesses said.</summary>
    public IReadOnlyDictionary<ulong, WaitTotal> Instructions => _instructions;

    /// <summary>All waits for it.</summary>
    public WaitTotal Wait { get; private set; }

    /// <summary>All accesses.</summary>
    public long Accesses { get; private set; }

    /// <summary>Accesses since a second node came to it: those before say how it was made, not how it is shared.</summary>
    public long SharedAccesses { get; private set; }

    /// <summary>Of these, writes, and reads for which it was asked for to be written.</summary>
    public long SharedWrites { get; private set; }

    /// <summary>Visits of all nodes.</summary>
    public long Visits { get; private set; }

    /// <summary>How often another node than before came to it.</summary>
    public long HandOvers => Visits == 0 ? 0 : Visits - 1;

    /// <summary>How often it was asked for ahead of the guest.</summary>
    public long Prefetches { get; private set; }

    /// <summary>How often an access of the node that had asked ahead came next, before a write of another node could take the page away.</summary>
    public long UsefulPrefetches { get; private set; }

    /// <summary>How often it left a node for want of a frame.</summary>
    public long Evictions { get; private set; }

    /// <summary>How often the guest then waited for it on that node.</summary>
    public long Returns { get; private set; }

    internal void Add(in TraceRecord record)
    {
        int node = record.Node.Value;
        if (record.IsPrefetch)
        {
            Prefetches++;
            _isAhead[node] = true;
        }
        else if (record.Kind == TraceKind.Eviction)
        {
            Evictions++;
            (_hasLeft[node], _isAhead[node]) = (true, false);
        }
        else
        {
            AddAccess(in record, _uses[node] ??= new NodeUse(record.Node));
        }
    }

    private void AddAccess(in TraceRecord record, NodeUse use)
    {
        int node = record.Node.Value;
        bool writes = record.Kind != TraceKind.Read;
        Visit(use, record.Kind);
        Accesses++;
        if (Visits > 1)
        {
            SharedAccesses++;
            if (writes) SharedWrites++;
        }

        WaitTotal wait = WaitTotal.Of(in record);
        Wait += wait;
        use.Wait += wait;
        if (_isAhead[node]) UsefulPrefetches++;
        if (_hasLeft[node] && record.HasWaited) Returns++;
        (_isAhead[node], _hasLeft[node]) = (false, false);
        if (writes) System.Array.Clear(_isAhead);
        if (record.Site is not { } site) return;
        if (record.HasWaited) _instructions[site.Instruction] = _instructions.GetValueOrDefault(site.Instruction) + wait;
        if (!_parts.TryGetValue(site.Offset, out PartUse? part)) _parts.Add(site.Offset, part = new PartUse(_uses.Length));
        part.Add(node, Visits, writes);
    }

    private void Visit(NodeUse use, TraceKind kind)
    {
        if (use != _visitor)
        {
            (_visitor, _visitReads, _visitWrites) = (use, false, false);
            Visits++;
            use.Visits++;
        }

        if (kind == TraceKind.Read) use.Reads++;
        else if (kind == TraceKind.Write) use.Writes++;
        else use.ReadsForWrite++;
        if (kind != TraceKind.Read && !_visitWrites)
        {
            use.WritingVisits++;
            if (_visitReads) use.UpgradingVisits++;
            _visitWrites = true;
        }

        _visitReads |= kind == TraceKind.Read;
    }
}
