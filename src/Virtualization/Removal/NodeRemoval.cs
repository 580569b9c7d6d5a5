using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// On the leader: a node is to leave because the host wants its machine back. The guest is asked for the node's memory; when it has given back all of it, and has turned the node's vCPUs off, the node is asked to turn none on any
/// more; then the view without it is proposed. Until then the guest may keep what it cannot do without: after a while the node stays, and is offered again. One node at a time.
/// </summary>
/// <param name="world">The cluster and the guest.</param>
/// <param name="timers">Call it.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What the bound is measured by.</param>
/// <param name="log">Says what happens.</param>
/// <param name="order">The lock order.</param>
public sealed class NodeRemoval(IRemovalWorld world, ITimers timers, ICounter counter, RunningTime running, ILog log, ILockOrder order) : TimerClient
{
    /// <summary>How long the guest has for giving everything back, in microseconds that this node ran.</summary>
    public const ulong BoundMicroseconds = 60_000_000;

    private const ulong PeriodMicroseconds = 20_000;
    private const uint Mebibyte = 1 << 20;

    private readonly SpinLock _lock = new(LockRank.Removal, order);
    private RemovalPhase _phase;
    private NodeId _node;
    private Cycles _deadline;

    // Of the host's requests, the one that is under way or that was done last; and what the guest still had when that was given up.
    private byte _request;
    private bool _wasGivenUp;
    private ulong _keptBytes;
    private byte _vcpusOn;
    private uint _activeInterrupt;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => timers.Register(this);

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        _lock.Acquire();
        GoOn();
        bool goesOn = _phase != RemovalPhase.None;
        _lock.Release();
        return goesOn ? now + counter.Microseconds(PeriodMicroseconds) : Cycles.Never;
    }

    /// <summary>The host wants <paramref name="node"/> to leave, or to know how far that is: each request is repeated until it was answered.</summary>
    /// <param name="node">Any number.</param>
    /// <param name="request">Which request.</param>
    /// <param name="problem">Gets what the node does instead of leaving; nothing if it is about to leave.</param>
    /// <returns>Whether there is an answer: not while another node is about to leave, one after the other.</returns>
    internal bool TryTake(NodeId node, byte request, scoped ref TextBuilder problem)
    {
        _lock.Acquire();
        bool isKnown = request == _request && node == _node;
        bool isAnswered = isKnown || _phase == RemovalPhase.None;
        if (isKnown) AppendOutcome(ref problem);
        else if (isAnswered && !world.CanLeave(node)) AppendWhyNot(ref problem, node);
        else if (isAnswered) Begin(node, request);
        _lock.Release();
        return isAnswered;
    }

    /// <summary>The node has turned its vCPUs off for good, unless some are on.</summary>
    internal void TakeClosed(in ReceivedMessage message, byte vcpusOn)
    {
        _lock.Acquire();
        bool isAwaited = _phase == RemovalPhase.Closes && message.From == _node;
        if (isAwaited)
        {
            _vcpusOn = vcpusOn;
            _phase = vcpusOn == 0 ? RemovalPhase.IsClosed : RemovalPhase.GivesBack;
        }
        _lock.Release();
        message.Require(isAwaited, "it was not asked whether its vCPUs are off");
    }

    private void Begin(NodeId node, byte request)
    {
        (_node, _request, _phase, _wasGivenUp, _vcpusOn) = (node, request, RemovalPhase.GivesBack, false, 0);
        _deadline = running.Now + counter.Microseconds(BoundMicroseconds);
        world.Withdraw(node);
        timers.Request(this, counter.Now + counter.Microseconds(PeriodMicroseconds));
    }

    private void GoOn()
    {
        switch (_phase)
        {
            case not (RemovalPhase.None or RemovalPhase.Leaves) when world.HasDied(_node):
                (_phase, _request) = (RemovalPhase.None, 0);
                break;
            // First: what was given back may not be all.
            case RemovalPhase.GivesBack when running.Now >= _deadline:
                GiveUp();
                break;
            case RemovalPhase.GivesBack when HasGivenBack():
                _phase = RemovalPhase.Closes;
                world.Close(_node);
                break;
            case RemovalPhase.IsClosed when world.TryProposeLeave(_node):
                _phase = RemovalPhase.Leaves;
                break;
            case RemovalPhase.Leaves when world.IsAgreedOn:
                _phase = RemovalPhase.None;
                break;
            default:
                break;
        }
    }

    private bool HasGivenBack()
    {
        _keptBytes = world.PluggedBytes(_node);
        _activeInterrupt = world.ActiveInterruptAt(_node);
        return _keptBytes == 0 && _activeInterrupt == 0;
    }

    private void GiveUp()
    {
        _phase = RemovalPhase.None;
        _wasGivenUp = true;
        TextBuilder text = new(0, 0);
        text.AppendFormatted(_node);
        text.AppendLiteral(" ");
        AppendOutcome(ref text);
        log.Warn(ref text);
        world.Offer(_node);
    }

    private void AppendOutcome(scoped ref TextBuilder problem)
    {
        if (!_wasGivenUp) return;
        problem.AppendLiteral("stays: after ");
        problem.AppendFormatted(BoundMicroseconds / 1_000_000);
        problem.AppendLiteral(" s the guest still ");
        if (_keptBytes != 0)
        {
            problem.AppendLiteral("uses ");
            problem.AppendFormatted(_keptBytes / Mebibyte);
            problem.AppendLiteral(" MiB of its memory");
        }
        else if (_activeInterrupt != 0)
        {
            problem.AppendLiteral("has not ended ");
            problem.AppendFormatted(new InterruptId(_activeInterrupt));
            problem.AppendLiteral(" on its vCPUs");
        }
        else
        {
            problem.AppendLiteral("runs ");
            problem.AppendFormatted((uint)_vcpusOn);
            problem.AppendLiteral(" of its vCPUs");
        }
    }

    private void AppendWhyNot(scoped ref TextBuilder problem, NodeId node)
    {
        if (node == NodeId.Leader) problem.AppendLiteral("leads the cluster, and has the guest's devices: it cannot leave");
        else if (world.WasThereAtBoot(node)) problem.AppendLiteral("was there when the guest booted, which cannot give back what it began with");
        else problem.AppendLiteral("is not there");
    }
}
