using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// How the cluster's views follow one another while the guest runs. Each is agreed on by all nodes before it counts: the leader proposes it; every node that hears of it lets the newcomer hear all that nodes tell each other
/// and wait for each other for, and accepts; once all have accepted the leader says that the view counts, and only then the newcomer may be given vCPUs to run. So nobody can have left it out of anything that its guest
/// relies on. One change is under way at a time.
/// </summary>
/// <param name="cluster">The views.</param>
/// <param name="delivery">Connects the newcomer.</param>
/// <param name="messenger">Messages between those that are there.</param>
/// <param name="host">Hears of each view.</param>
/// <param name="log">Tells of each view.</param>
/// <param name="order">The lock order.</param>
public sealed class Views(ClusterDescription cluster, ReliableDelivery delivery, IMessenger messenger, HostChannel host, ILog log, ILockOrder order) : MessageHandler
{
    /// <summary>How many components may hear of changes.</summary>
    public const int MostHandlers = 4;

    private readonly SpinLock _lock = new(LockRank.Views, order);
    private readonly ViewHandler?[] _handlers = new ViewHandler?[MostHandlers];
    private int _handlerCount;
    private ViewChange _change;
    private NodeSet _awaited = NodeSet.Empty;

    /// <summary>Registers its messages. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        messenger.Register((MessageKind)ViewMessage.Propose, MessageShape.Of<ViewChange>().FromLeader, this);
        messenger.Register((MessageKind)ViewMessage.Accept, MessageShape.Of<uint>().ToLeader, this);
        messenger.Register((MessageKind)ViewMessage.Install, MessageShape.Of<uint>().FromLeader, this);
    }

    /// <summary>From now on <paramref name="handler"/> hears of every change. Boot only.</summary>
    /// <exception cref="PanicException">If there are <see cref="MostHandlers"/> already.</exception>
    public void Register(ViewHandler handler)
    {
        Panic.Unless(_handlerCount < MostHandlers, "too many handlers of changes of view");
        _handlers[_handlerCount++] = handler;
    }

    /// <summary>On the leader: proposes a view with one node more, which is ready, unless a change is under way.</summary>
    internal void Propose(in ViewChange change)
    {
        _lock.Acquire();
        if (!cluster.IsChanging)
        {
            _awaited = OtherNodes();
            Admit(in change);
            for (NodeSet rest = _awaited; !rest.IsEmpty; rest = rest.Without(rest.First)) Send(rest.First, ViewMessage.Propose, in change);
            if (_awaited.IsEmpty) Install();
        }
        _lock.Release();
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        switch ((ViewMessage)message.Kind)
        {
            case ViewMessage.Propose: TakeProposal(in message); break;
            case ViewMessage.Accept: TakeAcceptance(in message); break;
            default: TakeInstallation(in message); break;
        }
    }

    private void TakeProposal(in ReceivedMessage message)
    {
        ViewChange change = message.Read<ViewChange>();
        message.Require(!cluster.IsChanging && change.View == cluster.View + 1, "the view before it does not count yet, or it is none");
        message.Require(cluster.IsFree(message.Node(change.Node)), "the place is not free");
        message.Require(change.Address.Value != 0 && !cluster.IsPresentAt(change.Address), "no other node has that address");
        NodeDescription place = cluster[change.Node];
        message.Require(change.MissingCpus < place.CpuCount && change.MissingUnits < place.WindowBytes / MemberTable.WindowUnit, "it would have no CPU, or no memory");
        _lock.Acquire();
        Admit(in change);
        Send(NodeId.Leader, ViewMessage.Accept, in change.View);
        _lock.Release();
    }

    private void TakeAcceptance(in ReceivedMessage message)
    {
        uint view = message.Read<uint>();
        _lock.Acquire();
        bool isAwaited = cluster.IsChanging && view == cluster.View && _awaited.Contains(message.From);
        if (isAwaited)
        {
            _awaited = _awaited.Without(message.From);
            if (_awaited.IsEmpty) Install();
        }
        _lock.Release();
        message.Require(isAwaited, "no such view was proposed to it, or it has accepted it before");
    }

    private void TakeInstallation(in ReceivedMessage message)
    {
        message.Require(cluster.IsChanging && message.Read<uint>() == cluster.View, "no such view was proposed");
        _lock.Acquire();
        cluster.Install();
        _lock.Release();
    }

    // Whoever sees the node there can send to it.
    private void Admit(in ViewChange change)
    {
        delivery.Connect(change.Node, change.Address, cluster.Epoch + change.View);
        cluster.Propose(in change);
        _change = change;
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnJoin(change.Node);
    }

    private void Install()
    {
        cluster.Install();
        for (NodeSet rest = OtherNodes().Without(_change.Node); !rest.IsEmpty; rest = rest.Without(rest.First)) Send(rest.First, ViewMessage.Install, in _change.View);
        log.Info($"{_change.Node} ({_change.Address}) has joined: view {_change.View}, {cluster.PresentCount} nodes");
        host.Joined(_change.Node, cluster.PresentCount);
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnInstalled(_change.Node);
    }

    private NodeSet OtherNodes()
    {
        NodeSet others = NodeSet.Empty;
        for (ushort i = 1; i < cluster.NodeCount; i++)
        {
            NodeId node = new(i);
            if (cluster.IsPresent(node)) others = others.With(node);
        }
        return others;
    }

    private void Send<T>(NodeId to, ViewMessage kind, in T body)
        where T : unmanaged => messenger.Send(to, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)));
}
