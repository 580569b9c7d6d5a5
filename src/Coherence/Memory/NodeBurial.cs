using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// What memory aggregation does when a node has died, a few pages at a time and whatever else goes on: the protocol strikes it off what is known of each page here, and says whether the page's content is lost with it; a page that
/// something is under way for is looked at again until that has ended. What still has not after a while waits for the dead node, and counts as lost. Of the dead node's own window nothing is kept, unless the guest uses it.
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
    private const uint PagesAtATime = 512;
    private const ulong PauseMicroseconds = 100;

    // Longer than what nodes that live have under way takes, even if one of them stands still for a while.
    private const ulong PatienceMicroseconds = 3_000_000;

    private NodeSet _dead = NodeSet.Empty;
    private uint _number;
    private bool _isUnderWay;
    private Cycles _deadline;

    // How far this round has got, how many pages it has found lost, and with how many something is under way.
    private uint _at;
    private uint _lost;
    private uint _waiting;

    /// <summary>Makes itself known to the timers. Once.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() => timers.Register(this);

    /// <summary>A node has died.</summary>
    /// <param name="node">The node.</param>
    /// <param name="number">The number of its death.</param>
    /// <param name="isNeeded">Whether the guest uses its memory, or its CPUs: then the cluster is about to end, and nobody waits for what is under way.</param>
    internal void Begin(NodeId node, uint number, bool isNeeded)
    {
        gate.Enter();
        windows.NoteDead(node);
        if (!isNeeded) windows.Close(node);
        (_dead, _number, _isUnderWay, _at, _lost, _waiting) = (_dead.With(node), number, true, 0, 0, 0);
        _deadline = running.Now + counter.Microseconds(isNeeded ? 0 : PatienceMicroseconds);
        gate.Leave();
        timers.Request(this, counter.Now);
    }

    /// <summary>Nobody misses the node.</summary>
    internal void End(NodeId node)
    {
        gate.Enter();
        _dead = _dead.Without(node);
        gate.Leave();
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
        return now + counter.Microseconds(PauseMicroseconds);
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

    // True when a whole round has met nothing that is under way, or too late.
    private bool GoOn()
    {
        for (uint i = 0; i < PagesAtATime && _at < windows.Pages; i++)
        {
            PageNumber page = windows.First + _at++;
            if (windows.Contains(page)) Bury(page);
        }
        if (_at < windows.Pages) return false;
        if (_waiting == 0 || running.Now >= _deadline) return true;
        (_at, _lost, _waiting) = (0, 0, 0);
        return false;
    }

    private void Bury(PageNumber page)
    {
        NodeId home = windows.HomeOf(page);
        if (windows.IsDead(home))
        {
            if (windows.IsClosed(page)) Discard(page);
            return;
        }
        bool isLost = false;
        for (NodeSet rest = _dead; !rest.IsEmpty; rest = rest.Without(rest.First)) isLost |= !protocol.Bury(page, rest.First);
        if (isLost) _lost++;
        else if (!protocol.IsIdle(page)) _waiting++;
    }

    private void Discard(PageNumber page)
    {
        memory.Discard(page, ref records[page]);
        aggregation.Reset(page, 1);
    }
}
