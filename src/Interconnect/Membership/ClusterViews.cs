using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Leads the messages of the cluster's views to <see cref="ViewAgreement"/>, and tells whoever wants to hear of each change.</summary>
/// <param name="cluster">The views.</param>
/// <param name="delivery">Connects the newcomer, and parts with who leaves.</param>
/// <param name="messenger">Messages between those that are there.</param>
/// <param name="farewell">Ends this node when it has left.</param>
/// <param name="shutdown">Ends the cluster when a node has died that the guest cannot do without.</param>
/// <param name="host">Hears of each view.</param>
/// <param name="log">Tells of each view.</param>
/// <param name="order">The lock order.</param>
public sealed class ClusterViews(ClusterDescription cluster, ReliableDelivery delivery, IMessenger messenger, NodeFarewell farewell, ClusterShutdown shutdown, HostChannel host, ILog log, ILockOrder order) : MessageHandler, IViewWorld, IDepartureSteps
{
    /// <summary>How many components may hear of changes.</summary>
    public const int MostHandlers = 8;

    private readonly SpinLock _lock = new(LockRank.Views, order);
    private readonly ViewHandler?[] _handlers = new ViewHandler?[MostHandlers];
    private int _handlerCount;

    // On the leader: whether a machine was told the cluster as it will be with it, so that the next view can be no other; and which machine.
    private bool _isReserved;
    private MacAddress _reserved;

    // Whether the guest cannot do without one that has died; and the notice for which all that was sent before is awaited to arrive.
    private bool _isNeeded;
    private uint _marked;

    // On the leader: how long those that have died had not answered before that was said, in milliseconds.
    private readonly ulong[] _silent = new ulong[NodeId.MaximumNodes];

    /// <summary>Registers its messages. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        messenger.Register((MessageKind)ViewMessage.Propose, MessageShape.Of<ViewChange>().FromLeader, this);
        messenger.Register((MessageKind)ViewMessage.Accept, MessageShape.Of<uint>().ToLeader, this);
        messenger.Register((MessageKind)ViewMessage.Install, MessageShape.Of<uint>().FromLeader, this);
        messenger.Register((MessageKind)ViewMessage.Drained, MessageShape.Of<ViewChange>(), this);
        messenger.Register((MessageKind)ViewMessage.Forgotten, MessageShape.Of<uint>(), this);
        messenger.Register((MessageKind)ViewMessage.Farewell, MessageShape.Of<uint>(), this);
        messenger.Register((MessageKind)ViewMessage.Dead, MessageShape.Of<DeathNotice>().FromLeader, this);
        messenger.Register((MessageKind)ViewMessage.Buried, MessageShape.Of<DeathNotice>().ToLeader, this);
        messenger.Register((MessageKind)ViewMessage.Unheard, MessageShape.Of<SilenceReport>().ToLeader, this);
    }

    /// <summary>From now on <paramref name="handler"/> hears of every change. Boot only.</summary>
    /// <exception cref="PanicException">If there are <see cref="MostHandlers"/> already.</exception>
    public void Register(ViewHandler handler)
    {
        Panic.Unless(_handlerCount < MostHandlers, "too many handlers of changes of view");
        _handlers[_handlerCount++] = handler;
    }

    /// <summary>On the leader: proposes the view without <paramref name="node"/>, whose memory the guest has given back, and which takes no work any more.</summary>
    /// <returns>False if another change is under way, or a machine about to join: later, then.</returns>
    public bool TryProposeLeave(NodeId node)
    {
        _lock.Acquire();
        ViewChange change = new() { Kind = ViewChangeKind.Leave, Node = node, Address = cluster[node].Address, View = cluster.View + 1 };
        bool isProposed = !_isReserved && cluster.Views.TryPropose(in change, this);
        _lock.Release();
        return isProposed;
    }

    /// <inheritdoc/>
    public bool TryEnd(DepartureStep step, NodeId node)
    {
        if (Awaited(node) is not null) return false;
        _lock.Acquire();
        cluster.Views.End(step, node, this);
        _lock.Release();
        return true;
    }

    /// <inheritdoc/>
    public string? Awaited(NodeId node)
    {
        for (int i = 0; i < _handlerCount; i++)
        {
            if (_handlers[i]!.Awaited(node) is { } awaited) return awaited;
        }
        return null;
    }

    /// <inheritdoc/>
    public bool TryEndBurial(uint burial, uint lostPages)
    {
        if (IsAwaitingDead() || !IsBehindMark(burial)) return false;
        _lock.Acquire();
        byte vcpus = 0;
        for (NodeSet rest = cluster.Views.Dead; !rest.IsEmpty; rest = rest.Without(rest.First)) vcpus += VcpusTurnedOn(rest.First);
        cluster.Views.EndBurial(burial, lostPages, vcpus, this);
        _lock.Release();
        return true;
    }

    // A CPU may just be sending it something, or wake up to find that it waits for nobody. If the guest needs it nothing was done about that, and nobody goes on.
    private bool IsAwaitingDead()
    {
        for (NodeSet rest = cluster.Views.Dead; !rest.IsEmpty && !_isNeeded; rest = rest.Without(rest.First))
        {
            if (Awaited(rest.First) is not null) return true;
        }
        return false;
    }

    // So when the view without the dead counts, nobody is sent anything about them any more.
    private bool IsBehindMark(uint burial)
    {
        if (_marked != burial) delivery.Mark();
        _marked = burial;
        return delivery.IsBehindMark;
    }

    /// <summary>On the leader: <paramref name="node"/>, any number, has died. The others are told, and either go on without it, or all end. Not under <see cref="LockRank.Views"/> or behind it.</summary>
    /// <param name="node">The node.</param>
    /// <param name="silentMilliseconds">For how long it has not answered; 0 if the host knows that its machine has ended.</param>
    internal void DeclareDead(NodeId node, ulong silentMilliseconds)
    {
        _lock.Acquire();
        if (!shutdown.IsUnderWay && cluster.Views.IsMortal(node))
        {
            // Who has been told the cluster as it was must be told it anew.
            _isReserved = false;
            _silent[node.Value] = silentMilliseconds;
            TextBuilder needs = new(0, 0);
            AppendNeeds(node, ref needs);
            cluster.Views.TryDeclareDead(node, needs.Length != 0 || VcpusTurnedOn(node) != 0, this);
        }
        _lock.Release();
    }

    /// <summary>On a member: another member does not answer this one. The leader is told, for whom it is dead.</summary>
    /// <param name="node">The other.</param>
    /// <param name="milliseconds">For how long it has not.</param>
    internal void ReportSilence(NodeId node, ulong milliseconds)
    {
        SilenceReport report = new() { Node = node, Milliseconds = (uint)Math.Min(milliseconds, uint.MaxValue) };
        Send(NodeId.Leader, ViewMessage.Unheard, in report);
    }

    /// <summary>On the leader: whether the next view is to be one with one node more.</summary>
    internal bool IsReserved => _isReserved;

    /// <summary>On the leader: the next view is to be one with one node more, of which a machine is about to be told.</summary>
    /// <returns>False if another is being agreed on, or a node has died.</returns>
    internal bool TryReserve()
    {
        _lock.Acquire();
        if (!cluster.IsChanging && cluster.Views.Dead.IsEmpty) _isReserved = true;
        bool isReserved = _isReserved;
        _lock.Release();
        return isReserved;
    }

    /// <summary>It is to be the machine at <paramref name="address"/>.</summary>
    internal void Reserve(MacAddress address) => _reserved = address;

    /// <summary>It is not, for now.</summary>
    internal void GiveUpReservation()
    {
        _lock.Acquire();
        _isReserved = false;
        _lock.Release();
    }

    /// <summary>The machine at <paramref name="address"/>, which was to join perhaps, has ended.</summary>
    internal void GiveUpReservation(MacAddress address)
    {
        if (_isReserved && _reserved.Value == address.Value) GiveUpReservation();
    }

    /// <summary>On the leader: proposes a view with one node more, which is ready. Not if a node has died since the machine was told of the cluster: it has to be told anew.</summary>
    internal void Propose(in ViewChange change)
    {
        _lock.Acquire();
        if (_isReserved) cluster.Views.TryPropose(in change, this);
        _isReserved = false;
        _lock.Release();
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        ViewMessage kind = (ViewMessage)message.Kind;
        if (kind is ViewMessage.Dead or ViewMessage.Buried)
        {
            ReceiveDeath(in message, kind);
            return;
        }
        if (kind == ViewMessage.Unheard)
        {
            ReceiveSilence(in message);
            return;
        }
        ViewChange change = kind is ViewMessage.Propose or ViewMessage.Drained ? ChangeIn(in message) : new ViewChange { View = message.Read<uint>() };
        _lock.Acquire();
        string? problem = kind switch
        {
            ViewMessage.Propose => cluster.Views.TakeProposal(in change, this),
            ViewMessage.Accept => cluster.Views.TakeAcceptance(message.From, change.View, this),
            ViewMessage.Drained => cluster.Views.TakeDrained(message.From, in change, this),
            ViewMessage.Forgotten => cluster.Views.TakeForgotten(message.From, change.View, this),
            ViewMessage.Farewell => cluster.Views.TakeFarewell(message.From, change.View, this),
            _ => cluster.Views.TakeInstallation(change.View, this),
        };
        _lock.Release();
        if (problem is not null) message.Refuse(problem);
    }

    void IViewWorld.Send(NodeId to, ViewMessage kind, in ViewChange change)
    {
        if (kind is ViewMessage.Propose or ViewMessage.Drained) Send(to, kind, in change);
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

    void IViewWorld.Release(NodeId node)
    {
        log.Info($"{node} is about to leave: view {cluster.View}");
        if (node == cluster.Self) host.Leaving();
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnLeaving(node);
    }

    void IViewWorld.Begin(DepartureStep step, NodeId node)
    {
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnStep(step, node);
    }

    void IViewWorld.Install(in ViewChange change)
    {
        if (change.Kind != ViewChangeKind.Join) Part(in change);
        else Welcome(in change);
    }

    void IViewWorld.Leave() => farewell.Begin();

    void IViewWorld.Tell(NodeId to, ViewMessage kind, in DeathNotice notice) => Send(to, kind, in notice);

    void IViewWorld.Bury(in DeathNotice notice)
    {
        NodeId node = notice.Node;
        log.Warn($"{node} ({cluster[node].Address}) has died");
        delivery.Disconnect(node);
        _isNeeded |= notice.IsNeeded != 0;
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnDeath(node, notice.Burial, notice.IsNeeded != 0);
    }

    void IViewWorld.LookAgain(uint burial)
    {
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnLookAgain(burial);
    }

    void IViewWorld.End(uint lostPages, uint lostVcpus)
    {
        TextBuilder why = new(0, 0);
        for (NodeSet rest = cluster.Views.Dead; !rest.IsEmpty; rest = rest.Without(rest.First))
        {
            NodeId node = rest.First;
            if (why.Length != 0) why.AppendLiteral("; ");
            why.AppendFormatted(node);
            why.AppendLiteral(" has died");
            AppendSilence(node, ref why);
            AppendNeeds(node, ref why);
        }
        why.AppendLiteral("; lost vCPUs: ");
        why.AppendFormatted(lostVcpus);
        why.AppendLiteral(", lost pages of others' memory: ");
        why.AppendFormatted(lostPages);
        shutdown.Lose(ref why);
    }

    private void ReceiveDeath(in ReceivedMessage message, ViewMessage kind)
    {
        DeathNotice notice = message.Read<DeathNotice>();
        message.Node(notice.Node);
        _lock.Acquire();
        string? problem = kind == ViewMessage.Dead ? cluster.Views.TakeDeath(in notice, this) : cluster.Views.TakeBuried(message.From, in notice, this);
        _lock.Release();
        if (problem is not null) message.Refuse(problem);
    }

    // Which of the two the network has failed for nobody knows; without one of them the other cannot go on.
    private void ReceiveSilence(in ReceivedMessage message)
    {
        SilenceReport report = message.Read<SilenceReport>();
        message.Node(report.Node);
        message.Require(report.Node != NodeId.Leader && report.Node != message.From && report.Milliseconds != 0, "only another member's silence is told");
        log.Warn($"{report.Node} has not answered {message.From} for {report.Milliseconds} ms: it counts as dead");
        DeclareDead(report.Node, report.Milliseconds);
    }

    private byte VcpusTurnedOn(NodeId node)
    {
        byte vcpus = 0;
        for (int i = 0; i < _handlerCount; i++) vcpus += _handlers[i]!.VcpusTurnedOn(node);
        return vcpus;
    }

    private void AppendNeeds(NodeId node, scoped ref TextBuilder what)
    {
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.AppendNeeds(node, ref what);
    }

    private void AppendSilence(NodeId node, scoped ref TextBuilder text)
    {
        ulong milliseconds = _silent[node.Value];
        if (milliseconds == 0) text.AppendLiteral(": its machine has ended");
        else
        {
            text.AppendLiteral(": it has not answered for ");
            text.AppendFormatted(milliseconds);
            text.AppendLiteral(" ms");
        }
    }

    private void Welcome(in ViewChange change)
    {
        log.Info($"{change.Node} ({change.Address}) has joined: view {change.View}, {cluster.PlacedCount} nodes");
        host.Joined(change.Node, cluster.PlacedCount);
        // It has died meanwhile.
        if (!cluster.IsConnected(change.Node)) return;
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnInstalled(change.Node);
    }

    private void Part(in ViewChange change)
    {
        bool hasDied = change.Kind == ViewChangeKind.Death;
        if (!hasDied) delivery.Disconnect(change.Node);
        MacAddress address = cluster[change.Node].Address;
        cluster.Vacate(change.Node);
        for (int i = 0; i < _handlerCount; i++) _handlers[i]!.OnLeft(change.Node);
        log.Info($"{change.Node} {(hasDied ? "has died and is missed by nobody" : "has left")}: view {change.View}, {cluster.PlacedCount} nodes");
        if (cluster.Self == NodeId.Leader) host.Left(change.Node, address, cluster.PlacedCount);
    }

    private ViewChange ChangeIn(in ReceivedMessage message)
    {
        ViewChange change = message.Read<ViewChange>();
        message.Node(change.Node);
        message.Require(change.Kind <= ViewChangeKind.Death, "views do not change like that");
        if (change.Kind != ViewChangeKind.Join)
        {
            message.Require(cluster.CanLeave(change.Node), "it cannot leave");
            return change;
        }
        message.Require((ViewMessage)message.Kind == ViewMessage.Propose && cluster.IsFree(change.Node), "the place is not free");
        message.Require(change.Address.Value != 0 && !cluster.IsPlacedAt(change.Address), "another node has that address, or none can have it");
        NodeDescription place = cluster[change.Node];
        message.Require(change.MissingCpus < place.CpuCount && change.MissingUnits < place.WindowBytes / MemberTable.WindowUnit, "it would have no CPU, or no memory");
        return change;
    }

    private void Send<T>(NodeId to, ViewMessage kind, in T body)
        where T : unmanaged => messenger.Send(to, (MessageKind)kind, MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in body)));
}
