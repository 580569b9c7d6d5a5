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
/// <param name="running">What is too long is measured by it.</param>
/// <param name="log">Says what takes too long.</param>
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
    ICounter counter,
    RunningTime running,
    ILog log) : TimerClient
{
    private const uint PagesAtATime = 512;
    private const ulong PauseMicroseconds = 100;
    private const ulong WarningMicroseconds = 5_000_000;

    private DepartureStep _step;
    private NodeId _node;

    // How far this round has got, and how many pages it has met with which something is still to be done.
    private uint _at;
    private uint _left;
    private PageNumber _lastLeft;
    private Cycles _warnAt;

    // How many pages may still be asked for or given up before the next pause: none if as many are under way as may be.
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
        _warnAt = running.Now + counter.Microseconds(WarningMicroseconds);
        timers.Request(this, counter.Now);
    }

    /// <summary>The node has died: what was begun for its leaving is not needed any more.</summary>
    internal void GiveUp(NodeId node)
    {
        gate.Enter();
        if (_node == node) _step = DepartureStep.None;
        gate.Leave();
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
        if (running.Now >= _warnAt) Warn();
        // From now on, not from when it began: the guest, and what comes from other nodes, have their time, too.
        return counter.Now + counter.Microseconds(PauseMicroseconds);
    }

    // True when a whole round has met nothing to do.
    private bool GoOn()
    {
        if (_at == windows.Pages && _left == 0) return true;
        gate.Enter();
        if (_step == DepartureStep.None)
        {
            gate.Leave();
            return false;
        }
        _starts = windows.Bounds.KeptFree;
        for (uint i = 0; i < PagesAtATime && _at < windows.Pages; i++)
        {
            PageNumber page = windows.First + _at;
            bool isDone = !windows.Contains(page) || IsDone(page);
            // Its turn comes when others are through.
            if (_starts <= 0) break;
            _at++;
            if (isDone) continue;
            _left++;
            _lastLeft = page;
        }
        gate.Leave();
        if (_at < windows.Pages) return false;
        if (_left == 0) return true;
        (_at, _left) = (0, 0);
        return false;
    }

    private void Warn()
    {
        _warnAt = running.Now + counter.Microseconds(WarningMicroseconds);
        ref PageRecord record = ref records[_lastLeft];
        log.Warn($"{_node} leaves, step {(uint)_step}: there is still something to do for {_left} pages, one of them {_lastLeft}, permission {(uint)record.Permission}, flags {(ulong)record.Flags:x}, idle {(protocol.IsIdle(_lastLeft) ? 1u : 0)}; {steps.Awaited(_node) ?? "nothing else"} is awaited");
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
            else if (memory.EvictionsUnderWay >= windows.Bounds.Evictions) _starts = 0;
            else if (reclaimer.TryEvict(page, ref record)) _starts--;
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
        if (record.Has(PageRecordFlags.Wanted)) return false;
        if (memory.PrefetchesUnderWay >= windows.Bounds.Prefetches) _starts = 0;
        else Ask(page, ref record);
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
