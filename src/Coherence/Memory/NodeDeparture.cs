using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// What memory aggregation does while a node leaves, a few pages at a time and whatever else goes on: on that node all that it has of others' pages goes home; on each other node all that it has of that one's pages goes home, and
/// the protocol forgets for each other page that that one ever had it. Each page is done once and stays so, since nobody asks for it any more.
/// </summary>
/// <param name="steps">Told of each step that is done.</param>
/// <param name="gate">The lock.</param>
/// <param name="protocol">Gives pages up, and forgets.</param>
/// <param name="memory">What is here.</param>
/// <param name="aggregation">The protocol's memory.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="records">What is here of each.</param>
/// <param name="reclaimer">Makes pages leave.</param>
/// <param name="messenger">Says whether there is room for what that sends.</param>
/// <param name="timers">Call it.</param>
/// <param name="counter">The clock.</param>
public sealed class NodeDeparture(
    IDepartureSteps steps,
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    MemoryAggregation aggregation,
    WindowMap windows,
    PageRecords records,
    FrameReclaimer reclaimer,
    IMessenger messenger,
    ITimers timers,
    ICounter counter) : TimerClient
{
    private const uint PagesAtATime = 512;
    private const ulong PauseMicroseconds = 100;

    private DepartureStep _step;
    private NodeId _node;

    // How far this round has got, and how many pages it has met with which something is still to be done.
    private uint _at;
    private uint _left;

    // How many pages may still be asked for or given up before the next pause.
    private int _starts;

    // A unit that was split is given up by itself: no more than one at a time.
    private PageNumber _splitUnit;
    private bool _givesSplitUnitUp;

    /// <summary>Makes itself known to the timers. Once.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() => timers.Register(this);

    /// <summary>A step begins.</summary>
    internal void Begin(DepartureStep step, NodeId node)
    {
        (_step, _node, _at, _left) = (step, node, 0, 0);
        if (step == DepartureStep.Forget) windows.NoteGone(node);
        timers.Request(this, counter.Now);
    }

    /// <summary>The node has left: what this one has kept of its pages is as at the beginning.</summary>
    internal void End(NodeId node)
    {
        _step = DepartureStep.None;
        gate.Enter();
        windows.GetWindow(node, out PageNumber first, out uint units);
        Reset(first, units);
        if (windows.HasPieces) Reset(windows.FirstPieceOf(first), units * windows.PiecesInUnit);
        windows.Open(node);
        gate.Leave();
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        if (_step == DepartureStep.None) return Cycles.Never;
        if (messenger.MayStart && GoOn() && steps.TryEnd(_step, _node)) return Cycles.Never;
        return now + counter.Microseconds(PauseMicroseconds);
    }

    // True when a whole round has met nothing to do.
    private bool GoOn()
    {
        if (_at == windows.Pages && _left == 0) return true;
        gate.Enter();
        _starts = windows.Bounds.KeptFree;
        for (uint i = 0; i < PagesAtATime && _at < windows.Pages && _starts > 0; i++, _at++)
        {
            PageNumber page = windows.First + _at;
            if (windows.Contains(page) && !IsDone(page)) _left++;
        }
        gate.Leave();
        if (_at < windows.Pages) return false;
        if (_left == 0) return true;
        (_at, _left) = (0, 0);
        return false;
    }

    private bool IsDone(PageNumber page) => _step switch
    {
        DepartureStep.Drain => windows.IsOwn(page) || IsEmptied(page, ref records[page]),
        DepartureStep.Forget => windows.IsAtHome(page, _node) ? IsEmptied(page, ref records[page]) : IsForgotten(page, ref records[page]),
        _ => !windows.IsOwn(page) || protocol.IsIdle(page),
    };

    private bool IsEmptied(PageNumber page, ref PageRecord record)
    {
        if (record.Has(PageRecordFlags.Wanted) || record.Has(PageRecordFlags.Evicting) || record.Has(PageRecordFlags.Along)) return false;
        if (record.Permission != PagePermission.None)
        {
            if (record.Has(PageRecordFlags.Split)) GiveSplitUnitUp(page);
            else if (memory.EvictionsUnderWay < windows.Bounds.Evictions && reclaimer.TryEvict(page, ref record)) _starts--;
        }
        return record.Permission == PagePermission.None && !record.Has(PageRecordFlags.Evicting) && protocol.IsIdle(page);
    }

    // It has no frame, and so none that is wanted back: what leaves is this node's share in it.
    private void GiveSplitUnitUp(PageNumber unit)
    {
        if (_givesSplitUnitUp && (records[_splitUnit].Permission != PagePermission.None || !protocol.IsIdle(_splitUnit)) && _splitUnit != unit) return;
        (_splitUnit, _givesSplitUnitUp) = (unit, true);
        if (protocol.IsIdle(unit) && protocol.Evict(unit)) _starts--;
    }

    private bool IsForgotten(PageNumber page, ref PageRecord record)
    {
        if (protocol.Forget(page, _node)) return true;
        if (!record.Has(PageRecordFlags.Wanted) && memory.PrefetchesUnderWay < windows.Bounds.Prefetches) Ask(page, ref record);
        return false;
    }

    private void Ask(PageNumber page, ref PageRecord record)
    {
        if (record.Has(PageRecordFlags.Evicting) || record.Has(PageRecordFlags.Along)) return;
        // A unit that was split needs none.
        bool needsFrame = record.Frame == 0 && !windows.IsOwn(page) && !record.Has(PageRecordFlags.Split);
        if (needsFrame && !reclaimer.TryAssign(page, ref record)) return;
        _starts--;
        if (!protocol.Access(page, AccessKind.Write)) memory.WantAhead(new PrefetchRequest(page, AccessKind.Write, showsUse: false), ref record);
    }

    private void Reset(PageNumber first, uint pages)
    {
        for (uint i = 0; i < pages; i++)
        {
            Panic.Unless(records[first + i].Frame == 0, "a page of a node that has left still has a frame here");
            records[first + i] = default;
        }
        aggregation.Reset(first, pages);
    }
}
