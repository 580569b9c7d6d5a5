using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// What memory aggregation does when a node has died, a few pages at a time and whatever else goes on: the protocol strikes it off what is known of each page here, and says whether the page's content is lost with it; a page that
/// something is under way for is looked at again until it was seen without: what begins then has nothing to do with the dead. What is never seen so waits for the dead node, and counts as lost. Of the dead node's own window nothing
/// is kept, unless the guest uses it. When all know of the death that is done once more.
/// </summary>
/// <param name="steps">Told what is lost.</param>
/// <param name="gate">The lock.</param>
/// <param name="protocol">Strikes off, and knows.</param>
/// <param name="memory">What is here.</param>
/// <param name="aggregation">The protocol's memory.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="records">What is here of each.</param>
/// <param name="timers">Call it.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What the bound is measured by.</param>
/// <param name="log">Says what is lost.</param>
public sealed class NodeBurial(
    IDepartureSteps steps,
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    MemoryAggregation aggregation,
    WindowMap windows,
    PageRecords records,
    ITimers timers,
    ICounter counter,
    RunningTime running,
    ILog log) : TimerClient
{
    // In the first round something is done for each page; afterwards most are only passed.
    private const uint PagesAtATime = 512;
    private const uint PagesAtATimeAgain = 4096;
    private const ulong PauseMicroseconds = 100;

    // Longer than what nodes that live have under way takes, even if one of them stands still for a while. From the last page on that was seen without.
    private const ulong PatienceMicroseconds = 3_000_000;

    private uint _number;
    private bool _isUnderWay;
    private bool _isNeeded;
    private Cycles _deadline;

    // How far this round has got, whether it is the first, how many pages it has seen that were under way before, and with how many something still is.
    private uint _at;
    private bool _isFirst;
    private uint _gained;
    private uint _waiting;

    // How many of the dead node's own pages a device here still works on: the frames are free when it is done, which nothing else has to be waited for.
    private uint _pinned;

    // How many are lost.
    private uint _lost;

    /// <summary>Makes itself known to the timers. Once.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() => timers.Register(this);

    /// <summary>A node has died.</summary>
    /// <param name="node">The node.</param>
    /// <param name="number">The number of the notice.</param>
    /// <param name="isNeeded">Whether the guest uses its memory, or its CPUs: then the cluster is about to end, and nobody waits for what is under way.</param>
    internal void Begin(NodeId node, uint number, bool isNeeded)
    {
        gate.Enter();
        windows.NoteDead(node);
        if (!isNeeded) windows.Close(node);
        _isNeeded |= isNeeded;
        gate.Leave();
        Look(number);
    }

    /// <summary>Looks at all pages, for the notice <paramref name="number"/>.</summary>
    internal void Look(uint number)
    {
        gate.Enter();
        (_number, _isUnderWay, _isFirst, _at, _lost, _waiting, _gained, _pinned) = (number, true, true, 0, 0, 0, 0, 0);
        gate.Leave();
        timers.Request(this, counter.Now);
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        gate.Enter();
        bool isUnderWay = _isUnderWay;
        bool isDone = isUnderWay && GoOn();
        uint lost = _lost + _waiting;
        uint number = _number;
        gate.Leave();
        if (!isUnderWay || (isDone && TryEnd(number, lost))) return Cycles.Never;
        // From now on, not from when it began: the guest, and what comes from other nodes, have their time, too.
        return counter.Now + counter.Microseconds(PauseMicroseconds);
    }

    private bool TryEnd(uint number, uint lost)
    {
        if (!steps.TryEndBurial(number, lost)) return false;
        if (lost != 0) log.Warn($"{_lost} pages are lost with the dead, and {_waiting} wait for something that does not come any more");
        gate.Enter();
        // Unless another has died meanwhile.
        bool isLast = number == _number;
        if (isLast) _isUnderWay = false;
        gate.Leave();
        return isLast;
    }

    // True when there is no page left with which something was under way all the time, or too long.
    private bool GoOn()
    {
        uint most = _isFirst ? PagesAtATime : PagesAtATimeAgain;
        for (uint i = 0; i < most && _at < windows.Pages; i++)
        {
            PageNumber page = windows.First + _at++;
            if (windows.Contains(page)) Bury(page, ref records[page]);
        }
        if (_at < windows.Pages) return false;
        if (_pinned == 0 && (_waiting == 0 || _isNeeded)) return true;
        if (_isFirst || _gained != 0 || _pinned != 0) _deadline = running.Now + counter.Microseconds(PatienceMicroseconds);
        else if (running.Now >= _deadline) return true;
        (_at, _isFirst, _waiting, _gained, _pinned) = (0, false, 0, 0, 0);
        return false;
    }

    private void Bury(PageNumber page, ref PageRecord record)
    {
        if (windows.IsDead(windows.HomeOf(page)))
        {
            if (!windows.IsClosed(page)) return;
            if (record.Has(PageRecordFlags.Pinned)) _pinned++;
            else Discard(page);
            return;
        }
        if (!_isFirst && record.Has(PageRecordFlags.Buried)) return;
        bool isLost = false;
        for (NodeSet rest = windows.Dead; !rest.IsEmpty; rest = rest.Without(rest.First)) isLost |= !protocol.Bury(page, rest.First);
        bool isDone = isLost || protocol.IsIdle(page);
        record.Flags = isDone ? record.Flags | PageRecordFlags.Buried : record.Flags & ~PageRecordFlags.Buried;
        if (isLost) _lost++;
        if (!isDone) _waiting++;
        else if (!_isFirst) _gained++;
    }

    private void Discard(PageNumber page)
    {
        memory.Discard(page, ref records[page]);
        aggregation.Reset(page, 1);
    }
}
