using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// How a node follows the cluster's views while the guest runs, as a state machine: messages come in, messages go out, nothing waits. Each view is agreed on by all nodes before it counts, and one change is under way at a time.
/// <para>
/// A node joins: the leader proposes the view; every node that hears of it lets the newcomer hear all that nodes tell each other and wait for each other for, and accepts; once all have accepted the leader says that the view
/// counts, and only then the newcomer may be given work. So nobody can have left it out of anything that its guest relies on.
/// </para>
/// <para>
/// A node leaves, whose memory the guest has given back and which takes no work any more: the leader proposes the view; who hears of it gives the node nothing new. The node gets rid of all that it has of others and says so
/// (Drained); each other node then gets rid of what it has of it, forgets it, and says so, which is the last that it sends it (Forgotten); when all have, the node finishes what it owes and says its last word to each
/// (Farewell), which is what they accept the view by. Until then it is there and answers; from then on nobody needs it.
/// </para>
/// <para>
/// A node dies, at any moment: the leader says so, and each node that lives does without it at once, whatever is being agreed on; what it was awaited for is awaited no more, and its leaving, if it was about to, ends there. Each
/// says what is lost with the dead as far as it knows (Buried); if nothing is that the guest needs, the leader proposes the view without them, one after the other, each accepted at once. Else the cluster ends in order.
/// </para>
/// </summary>
public sealed partial class ViewAgreement : IViewAgreement
{
    // The nodes of the view that counts, and of the one that is being agreed on; the same in between.
    private ulong _current;
    private ulong _proposed;

    // Of whom the leader awaits that they accept; and by whom this node, which leaves, is not forgotten yet.
    private NodeSet _awaited = NodeSet.Empty;
    private ViewChange _change;

    // The view without a node that has nothing any more: this node may hear of that before it hears of the view.
    private uint _drained;

    // Whether the node that leaves has said its last word.
    private bool _isGone;
    private NodeId _self;

    /// <inheritdoc/>
    public uint View { get; private set; }

    /// <inheritdoc/>
    public bool IsChanging => Volatile.Read(ref _proposed) != Volatile.Read(ref _current);

    /// <inheritdoc/>
    public NodeSet Placed => new(Volatile.Read(ref _current) | Volatile.Read(ref _proposed));

    private bool IsLeaving => IsChanging && _change.Kind == ViewChangeKind.Leave;

    // All that live but the node that leaves and this one.
    private NodeSet Others => new NodeSet(_proposed & ~_dead).Without(_self);

    // All that can be sent to.
    private NodeSet Living => new(Placed.Bits & ~_dead);

    /// <inheritdoc/>
    public void Begin(NodeId self, NodeSet present, uint view) => (_self, _current, _proposed, View) = (self, present.Bits, present.Bits, view);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPresent(NodeId node) => new NodeSet(Volatile.Read(ref _proposed) & ~Volatile.Read(ref _dead)).Contains(node);

    /// <inheritdoc/>
    public bool IsConnected(NodeId node) => Placed.Contains(node) && !Dead.Contains(node) && !(_isGone && node == _change.Node);

    /// <inheritdoc/>
    public bool TakesWork(NodeId node) => new NodeSet(Volatile.Read(ref _current) & Volatile.Read(ref _proposed) & ~Volatile.Read(ref _dead)).Contains(node);

    /// <inheritdoc/>
    public bool TryPropose(in ViewChange change, IViewWorld world)
    {
        if (IsChanging) return false;
        NodeSet members = Living.Without(NodeId.Leader);
        // When a node leaves, the leader has to forget it, too; that one itself need not accept.
        _awaited = change.Kind == ViewChangeKind.Leave ? Living.Without(change.Node) : members;
        Follow(in change, world);
        Tell(members, ViewMessage.Propose, in change, world);
        if (members.IsEmpty) Install(world);
        return true;
    }

    /// <inheritdoc/>
    public string? TakeProposal(in ViewChange change, IViewWorld world)
    {
        if (IsChanging || change.View != View + 1) return "the view before it does not count yet, or it is none";
        if (change.Kind == ViewChangeKind.Leave) return TakeLeave(in change, world);
        if (change.Kind == ViewChangeKind.Death ? !Dead.Contains(change.Node) : IsPresent(change.Node)) return "the place is not free, or its node is not dead";
        Follow(in change, world);
        world.Send(NodeId.Leader, ViewMessage.Accept, in change);
        return null;
    }

    /// <inheritdoc/>
    public string? TakeAcceptance(NodeId from, uint view, IViewWorld world)
    {
        if (view == _abandoned && view != 0) return null;
        if (!IsChanging || view != View || !_awaited.Contains(from)) return "no such view was proposed to it, or it has accepted it before";
        Accept(from, world);
        return null;
    }

    /// <inheritdoc/>
    public string? TakeInstallation(uint view, IViewWorld world)
    {
        if (!IsChanging || view != View) return "no such view was proposed";
        if (IsLeaving && !_isGone) return "the node that leaves has not said its last word";
        MakeCount();
        if (_change.Kind != ViewChangeKind.Join) world.Install(in _change);
        return null;
    }

    /// <inheritdoc/>
    public void End(DepartureStep step, NodeId node, IViewWorld world)
    {
        // It has died meanwhile.
        if (!IsLeaving || node != _change.Node) return;
        switch (step)
        {
            case DepartureStep.Drain:
                _awaited = Others;
                Tell(Others, ViewMessage.Drained, in _change, world);
                if (_awaited.IsEmpty) world.Begin(DepartureStep.Settle, _self);
                break;
            case DepartureStep.Forget:
                world.Send(_change.Node, ViewMessage.Forgotten, in _change);
                break;
            default:
                Tell(Others, ViewMessage.Farewell, in _change, world);
                _isGone = true;
                world.Leave();
                break;
        }
    }

    /// <inheritdoc/>
    public string? TakeDrained(NodeId from, in ViewChange change, IViewWorld world)
    {
        bool isKnown = IsLeaving && change.View == View;
        if (from != change.Node || (!isKnown && change.View != View + 1) || (isKnown && from != _change.Node) || _drained == change.View) return "it does not leave, or has said that before";
        _drained = change.View;
        if (isKnown) world.Begin(DepartureStep.Forget, from);
        return null;
    }

    /// <inheritdoc/>
    public string? TakeForgotten(NodeId from, uint view, IViewWorld world)
    {
        if (!IsLeaving || view != View || _change.Node != _self || !_awaited.Contains(from)) return "this node does not leave, or has been forgotten by it before";
        NoteForgotten(from, world);
        return null;
    }

    /// <inheritdoc/>
    public string? TakeFarewell(NodeId from, uint view, IViewWorld world)
    {
        if (!IsLeaving || view != View || _change.Node != from || _drained != view || _isGone) return "it does not leave, or has left before";
        Volatile.Write(ref _isGone, true);
        if (_self == NodeId.Leader) Accept(_self, world);
        else world.Send(NodeId.Leader, ViewMessage.Accept, in _change);
        return null;
    }

    private string? TakeLeave(in ViewChange change, IViewWorld world)
    {
        if (change.Node == NodeId.Leader || !IsPresent(change.Node)) return "it cannot leave";
        Follow(in change, world);
        return null;
    }

    private void Follow(in ViewChange change, IViewWorld world)
    {
        bool joins = change.Kind == ViewChangeKind.Join;
        // Whoever sees the node there can send to it.
        if (joins) world.Connect(in change);
        View = change.View;
        _change = change;
        Volatile.Write(ref _isGone, false);
        Volatile.Write(ref _proposed, joins ? new NodeSet(_current).With(change.Node).Bits : new NodeSet(_current).Without(change.Node).Bits);
        if (joins)
        {
            world.Admit(change.Node);
            return;
        }
        if (change.Kind == ViewChangeKind.Death) return;
        world.Release(change.Node);
        if (change.Node == _self) world.Begin(DepartureStep.Drain, _self);
        else if (_drained == View) world.Begin(DepartureStep.Forget, change.Node);
    }

    private void Accept(NodeId node, IViewWorld world)
    {
        _awaited = _awaited.Without(node);
        if (_awaited.IsEmpty) Install(world);
    }

    private void Install(IViewWorld world)
    {
        MakeCount();
        Tell(Living.Without(NodeId.Leader).Without(_change.Node), ViewMessage.Install, in _change, world);
        world.Install(in _change);
        // One that has left buries nobody any more.
        if (_change.Kind == ViewChangeKind.Leave) NoteBuried(_change.Node, world);
        PartWithDead(world);
    }

    private void MakeCount()
    {
        Volatile.Write(ref _current, _proposed);
        if (_change.Kind == ViewChangeKind.Death) Volatile.Write(ref _dead, Dead.Without(_change.Node).Bits);
    }

    private static void Tell(NodeSet nodes, ViewMessage kind, in ViewChange change, IViewWorld world)
    {
        for (NodeSet rest = nodes; !rest.IsEmpty; rest = rest.Without(rest.First)) world.Send(rest.First, kind, in change);
    }
}
