using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The end, as a state machine that messages and a timer drive: a member's request goes to the leader, or a node has died that the guest cannot do without; the leader gathers everybody's counters for the host,
/// tells the members to stop, hears that they do, and stops. Every step has a bound: a node that does not answer is named and left behind.
/// </summary>
/// <param name="messenger">Messages between the nodes.</param>
/// <param name="delivery">Says when the last word has arrived.</param>
/// <param name="counterSender">Sends the counters.</param>
/// <param name="trace">The recording, which ends where the counters are read.</param>
/// <param name="host">Hears of the end.</param>
/// <param name="cluster">The nodes.</param>
/// <param name="timers">Bounds each step.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What the bounds are measured by.</param>
/// <param name="waits">Where the CPU that asked stays.</param>
/// <param name="machine">Stops it.</param>
/// <param name="log">Names who did not answer.</param>
/// <param name="order">The lock order.</param>
public sealed class ClusterShutdown(
    IMessenger messenger, ReliableDelivery delivery, CounterSender counterSender, HostTraceSink trace, HostChannel host, ICluster cluster, ITimers timers,
    ICounter counter, RunningTime running, IWaits waits,
    IPowerControl machine, ILog log, ILockOrder order) : TimerClient, IClusterShutdown
{
    // Longer than RunningTime.GapMicroseconds.
    private const ulong AnswerMicroseconds = 5_000_000;
    private const ulong LeaderLeavesAfterMicroseconds = 50_000;
    private const ulong MemberLeavesAfterMicroseconds = 1_000_000;
    private const ulong TickMicroseconds = 5_000;

    private readonly SpinLock _lock = new(LockRank.Power, order);
    private ShutdownPhase _phase;
    private EndReason _reason;

    // What was lost, if that is the reason.
    private readonly byte[] _loss = new byte[TextBuilder.Capacity];
    private int _lossBytes;
    private NodeSet _awaited;
    private int _reported;
    private bool _countersSent;
    private Cycles _deadline;

    /// <summary>Registers its messages and its timer. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        timers.Register(this);
        new ShutdownMessages(this).Initialize(messenger);
    }

    /// <inheritdoc/>
    public void PowerOff() => Request(EndReason.PowerOff);

    /// <inheritdoc/>
    public void Reset() => Request(EndReason.Reset);

    /// <summary>Whether the end has begun.</summary>
    public bool IsUnderWay => _phase != ShutdownPhase.Running;

    /// <summary>On the leader: the guest cannot be right any more, since a node has died. All that live stop.</summary>
    /// <param name="what">What was lost with it.</param>
    public void Lose(scoped ref TextBuilder what)
    {
        _lock.Acquire();
        if (_phase == ShutdownPhase.Running)
        {
            log.Write(LogLevel.Error, ref what);
            _lossBytes = what.CopyTo(_loss).Length;
            Gather(EndReason.NodeLost);
        }
        _lock.Release();
    }

    /// <summary>A member: the leader has died, and with it the guest's devices. This node stops.</summary>
    /// <param name="silentMilliseconds">For how long it has not answered.</param>
    public void LoseLeader(ulong silentMilliseconds)
    {
        _lock.Acquire();
        bool isFirst = _phase == ShutdownPhase.Running;
        if (isFirst)
        {
            _reason = EndReason.NodeLost;
            Enter(ShutdownPhase.Leaving, 0);
        }
        _lock.Release();
        if (isFirst) log.Error($"{NodeId.Leader} has died: it has not answered for {silentMilliseconds} ms, and with it the guest's devices, its memory and its CPUs: {cluster.Self} stops");
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        _lock.Acquire();
        Cycles ran = running.Now;
        if (ran >= _deadline) GiveUpWaiting();
        bool stop = _phase == ShutdownPhase.Leaving && HasLeft(ran);
        if (stop) _phase = ShutdownPhase.Stopped;
        _lock.Release();
        if (stop) Stop();
        return stop || _phase == ShutdownPhase.Stopped ? Cycles.Never : now + counter.Microseconds(TickMicroseconds);
    }

    /// <summary>The leader: some node's guest asked for the end.</summary>
    internal void OnEndRequest(EndReason reason)
    {
        _lock.Acquire();
        if (_phase == ShutdownPhase.Running) Gather(reason);
        _lock.Release();
    }

    /// <summary>A member: the leader wants the counters.</summary>
    internal void OnCountersRequest(in ReceivedMessage message)
    {
        message.Require(!_countersSent, "it was sent before");
        _countersSent = true;
        trace.Finish();
        counterSender.SendToLeader();
    }

    /// <summary>The leader: a part of a member's counters.</summary>
    internal void OnCountersReply(in ReceivedMessage message, CountersReply reply)
    {
        _lock.Acquire();
        if (_phase == ShutdownPhase.Gathering)
        {
            message.Require(_awaited.Contains(message.From), "its counters are complete");
            counterSender.PassOn(message.From, reply, message.Page.Bytes);
            if (reply.IsLast != 0) EndReport(message.From);
        }
        _lock.Release();
    }

    /// <summary>A member: the leader says stop.</summary>
    internal void OnEnd(EndReason reason)
    {
        _lock.Acquire();
        if (_phase == ShutdownPhase.Running)
        {
            messenger.Send(NodeId.Leader, (MessageKind)ControlKind.Ending, default);
            _reason = reason;
            Enter(ShutdownPhase.Leaving, MemberLeavesAfterMicroseconds);
        }
        _lock.Release();
    }

    /// <summary>The leader: a member stops.</summary>
    internal void OnEnding(NodeId from)
    {
        _lock.Acquire();
        _awaited = _awaited.Without(from);
        if (_phase == ShutdownPhase.Ending && _awaited.IsEmpty) Leave();
        _lock.Release();
    }

    private void Request(EndReason reason)
    {
        if (cluster.Self == NodeId.Leader) OnEndRequest(reason);
        else Send(NodeId.Leader, ControlKind.EndRequest, reason);

        // The work is done by messages and the timer, on whichever CPU they find; this one has nothing to go back to.
        while (_phase != ShutdownPhase.Stopped) waits.Idle();
    }

    private void Gather(EndReason reason)
    {
        log.Info($"{(reason == EndReason.NodeLost ? "the cluster ends" : reason == EndReason.Reset ? "the guest asked for a reset" : "the guest asked for power off")}: gathering counters of {Members().Count + 1} nodes");
        _reason = reason;
        _awaited = Members();
        _reported = 1;
        trace.Finish();
        counterSender.SendToHost(cluster.Self);
        Enter(ShutdownPhase.Gathering, AnswerMicroseconds);
        if (_awaited.IsEmpty) EndMembers();
        else Tell(ControlKind.CountersRequest);
    }

    private void EndReport(NodeId member)
    {
        _reported++;
        _awaited = _awaited.Without(member);
        if (_awaited.IsEmpty) EndMembers();
    }

    private void EndMembers()
    {
        host.CountersEnd(_reported);
        host.Ended(_reason, new ReadOnlySpan<byte>(_loss, 0, _lossBytes));
        _awaited = Members();
        Enter(ShutdownPhase.Ending, AnswerMicroseconds);
        if (_awaited.IsEmpty) Leave();
        else Tell(ControlKind.End);
    }

    // The members wait for the acknowledgement of their last message: it gets some time to leave.
    private void Leave() => Enter(ShutdownPhase.Leaving, LeaderLeavesAfterMicroseconds);

    private bool HasLeft(Cycles ran) => ran >= _deadline || (cluster.Self != NodeId.Leader && delivery.IsIdle(NodeId.Leader));

    private void GiveUpWaiting()
    {
        if (_phase is not (ShutdownPhase.Gathering or ShutdownPhase.Ending)) return;
        log.Warn($"{_awaited.Count} nodes did not answer within {AnswerMicroseconds / 1000} ms, the first of them {_awaited.First}: the end goes on without");
        if (_phase == ShutdownPhase.Gathering) EndMembers();
        else Leave();
    }

    private void Enter(ShutdownPhase phase, ulong boundMicroseconds)
    {
        _phase = phase;
        _deadline = running.Now + counter.Microseconds(boundMicroseconds);
        timers.Request(this, counter.Now + counter.Microseconds(TickMicroseconds));
    }

    private void Tell(ControlKind kind)
    {
        for (NodeSet rest = Members(); !rest.IsEmpty; rest = rest.Without(rest.First)) Send(rest.First, kind, _reason);
    }

    private void Send(NodeId to, ControlKind kind, EndReason reason)
    {
        byte body = (byte)reason;
        messenger.Send(to, (MessageKind)kind, MemoryMarshal.CreateReadOnlySpan(ref body, 1));
    }

    private NodeSet Members()
    {
        NodeSet members = NodeSet.Empty;
        for (ushort i = 1; i < cluster.NodeCount; i++)
        {
            NodeId node = new(i);
            if (cluster.IsConnected(node)) members = members.With(node);
        }
        return members;
    }

    private void Stop()
    {
        if (_reason == EndReason.Reset) machine.Reset();
        else machine.PowerOff();
    }
}
