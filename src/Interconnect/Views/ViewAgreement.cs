using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// How a node follows the cluster's views while the guest runs, as a state machine: messages come in, messages go out, nothing waits. Each view is agreed on by all nodes before it counts. The leader proposes it; every node that
/// hears of it lets the newcomer hear all that nodes tell each other and wait for each other for, and accepts; once all have accepted the leader says that the view counts, and only then the newcomer may be given work. So nobody
/// can have left it out of anything that its guest relies on. One change is under way at a time.
/// </summary>
public sealed class ViewAgreement : IViewAgreement
{
    // The nodes of the view that counts, and of the one that is being agreed on; the same in between.
    private ulong _current;
    private ulong _proposed;
    private NodeSet _awaited = NodeSet.Empty;
    private ViewChange _change;

    /// <inheritdoc/>
    public uint View { get; private set; }

    /// <inheritdoc/>
    public bool IsChanging => Volatile.Read(ref _proposed) != Volatile.Read(ref _current);

    /// <inheritdoc/>
    public NodeSet Present => new(Volatile.Read(ref _current) | Volatile.Read(ref _proposed));

    /// <inheritdoc/>
    public void Begin(NodeSet present, uint view) => (_current, _proposed, View) = (present.Bits, present.Bits, view);

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool IsPresent(NodeId node) => Present.Contains(node);

    /// <inheritdoc/>
    public bool HasMemory(NodeId node) => new NodeSet(Volatile.Read(ref _proposed)).Contains(node);

    /// <inheritdoc/>
    public bool TakesWork(NodeId node) => new NodeSet(Volatile.Read(ref _current) & Volatile.Read(ref _proposed)).Contains(node);

    /// <inheritdoc/>
    public bool TryPropose(in ViewChange change, IViewWorld world)
    {
        if (IsChanging) return false;
        _awaited = Present.Without(NodeId.Leader);
        NodeSet members = _awaited;
        Admit(in change, world);
        Tell(members, ViewMessage.Propose, in change, world);
        if (members.IsEmpty) Install(world);
        return true;
    }

    /// <inheritdoc/>
    public string? TakeProposal(in ViewChange change, IViewWorld world)
    {
        if (IsChanging || change.View != View + 1) return "the view before it does not count yet, or it is none";
        if (IsPresent(change.Node)) return "the place is not free";
        Admit(in change, world);
        world.Send(NodeId.Leader, ViewMessage.Accept, in change);
        return null;
    }

    /// <inheritdoc/>
    public string? TakeAcceptance(NodeId from, uint view, IViewWorld world)
    {
        if (!IsChanging || view != View || !_awaited.Contains(from)) return "no such view was proposed to it, or it has accepted it before";
        _awaited = _awaited.Without(from);
        if (_awaited.IsEmpty) Install(world);
        return null;
    }

    /// <inheritdoc/>
    public string? TakeInstallation(uint view)
    {
        if (!IsChanging || view != View) return "no such view was proposed";
        Volatile.Write(ref _current, _proposed);
        return null;
    }

    // Whoever sees the node there can send to it.
    private void Admit(in ViewChange change, IViewWorld world)
    {
        world.Connect(in change);
        View = change.View;
        _change = change;
        Volatile.Write(ref _proposed, new NodeSet(_current).With(change.Node).Bits);
        world.Admit(change.Node);
    }

    private void Install(IViewWorld world)
    {
        Volatile.Write(ref _current, _proposed);
        Tell(Present.Without(NodeId.Leader).Without(_change.Node), ViewMessage.Install, in _change, world);
        world.Install(in _change);
    }

    private static void Tell(NodeSet nodes, ViewMessage kind, in ViewChange change, IViewWorld world)
    {
        for (NodeSet rest = nodes; !rest.IsEmpty; rest = rest.Without(rest.First)) world.Send(rest.First, kind, in change);
    }
}
