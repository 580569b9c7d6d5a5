using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Leads the messages of the cluster's views to <see cref="ViewAgreement"/>, and tells whoever wants to hear of each change.</summary>
/// <param name="cluster">The views.</param>
/// <param name="delivery">Connects the newcomer.</param>
/// <param name="messenger">Messages between those that are there.</param>
/// <param name="host">Hears of each view.</param>
/// <param name="log">Tells of each view.</param>
/// <param name="order">The lock order.</param>
public sealed class ClusterViews(ClusterDescription cluster, ReliableDelivery delivery, IMessenger messenger, HostChannel host, ILog log, ILockOrder order) : MessageHandler, IViewWorld
{
    /// <summary>How many components may hear of changes.</summary>
    public const int MostHandlers = 4;

    private readonly SpinLock _lock = new(LockRank.Views, order);
    private readonly ViewHandler?[] _handlers = new ViewHandler?[MostHandlers];
    private int _handlerCount;

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
        cluster.Views.TryPropose(in change, this);
        _lock.Release();
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        ViewMessage kind = (ViewMessage)message.Kind;
        ViewChange change = kind == ViewMessage.Propose ? ChangeIn(in message) : new ViewChange { View = message.Read<uint>() };
        _lock.Acquire();
        string? problem = kind switch
        {
            ViewMessage.Propose => cluster.Views.TakeProposal(in change, this),
            ViewMessage.Accept => cluster.Views.TakeAcceptance(message.From, change.View, this),
            _ => cluster.Views.TakeInstallation(change.View),
        };
        _lock.Release();
        if (problem is not null) message.Refuse(problem);
    }

    void IViewWorld.Send(NodeId to, ViewMessage kind, in ViewChange change)
    {
        if (kind == ViewMessage.Propose) Send(to, kind, in change);
        else Send(to, kind, in change.View);
    }

    void IViewWorld.Connect(in ViewChange change)
    {
        delivery.Connect(change.Node, change.Address, cluster.Epoch + change.View);
        cluster.Occupy(in change);
    }

    void IViewWorld.Admit(NodeId node)
    {
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnJoin(node);
    }

    void IViewWorld.Install(in ViewChange change)
    {
        log.Info($"{change.Node} ({change.Address}) has joined: view {change.View}, {cluster.PresentCount} nodes");
        host.Joined(change.Node, cluster.PresentCount);
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnInstalled(change.Node);
    }

    private ViewChange ChangeIn(in ReceivedMessage message)
    {
        ViewChange change = message.Read<ViewChange>();
        message.Require(cluster.IsFree(message.Node(change.Node)), "the place is not free");
        message.Require(change.Address.Value != 0 && !cluster.IsPresentAt(change.Address), "another node has that address, or none can have it");
        NodeDescription place = cluster[change.Node];
        message.Require(change.MissingCpus < place.CpuCount && change.MissingUnits < place.WindowBytes / MemberTable.WindowUnit, "it would have no CPU, or no memory");
        return change;
    }

    private void Send<T>(NodeId to, ViewMessage kind, in T body)
        where T : unmanaged => messenger.Send(to, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)));
}
