using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <content>What is done when a node dies.</content>
public sealed partial class ViewAgreement
{
    // The nodes that have died and still have their places.
    private ulong _dead;

    // The last notice that this node has heard of, by number, and has answered: one that has joined has heard of none that was before; and whether all that live have buried all dead, and go on.
    private uint _burial;
    private uint _answered;
    private bool _isBuried;

    // On the leader: who has not answered yet; whether all knew of the dead when they began to look for what they answer; whether the guest cannot do without one of them; and how many pages and vCPUs are known to be lost.
    private NodeSet _mourners = NodeSet.Empty;
    private bool _allKnew;
    private bool _isNeeded;
    private uint _lostPages;
    private uint _lostVcpus;

    // The view without a node that died before it had left: it never counts, and some may have accepted it.
    private uint _abandoned;

    /// <inheritdoc/>
    public NodeSet Dead => new(Volatile.Read(ref _dead));

    /// <inheritdoc/>
    public bool IsMortal(NodeId node) => node != NodeId.Leader && node.Value < NodeId.MaximumNodes && Living.Contains(node);

    /// <inheritdoc/>
    public bool TryDeclareDead(NodeId node, bool isNeeded, IViewWorld world)
    {
        if (!IsMortal(node)) return false;
        DeathNotice notice = new() { Node = node, Burial = _burial + 1, IsNeeded = isNeeded ? (byte)1 : (byte)0 };
        _isNeeded |= isNeeded;
        _allKnew = _isBuried = false;
        Notify(in notice, world);
        Mourn(in notice, world);
        return true;
    }

    // All that can still answer.
    private void Notify(in DeathNotice notice, IViewWorld world)
    {
        _mourners = IsLeaving && _isGone ? Living.Without(_change.Node).Without(notice.Node) : Living.Without(notice.Node);
        _lostPages = _lostVcpus = 0;
        for (NodeSet rest = _mourners.Without(NodeId.Leader); !rest.IsEmpty; rest = rest.Without(rest.First)) world.Tell(rest.First, ViewMessage.Dead, in notice);
    }

    /// <inheritdoc/>
    public string? TakeDeath(in DeathNotice notice, IViewWorld world)
    {
        if (notice.Burial <= _burial || notice.Node == _self || notice.Node == NodeId.Leader || !Placed.Contains(notice.Node)) return "the node is not there, or was dead before";
        if (Dead.Contains(notice.Node)) LookAgain(notice.Burial, world);
        else Mourn(in notice, world);
        return null;
    }

    /// <inheritdoc/>
    public void EndBurial(uint burial, uint lostPages, byte vcpus, IViewWorld world)
    {
        // Of an older notice, answered already by another CPU, or by a node that has said its last word meanwhile.
        if (burial != _burial || burial == _answered || (_change.Node == _self && _isGone)) return;
        _answered = burial;
        DeathNotice answer = new() { Burial = burial, LostPages = lostPages, Vcpus = vcpus };
        if (_self == NodeId.Leader) TakeBuried(_self, in answer, world);
        else world.Tell(NodeId.Leader, ViewMessage.Buried, in answer);
    }

    /// <inheritdoc/>
    public string? TakeBuried(NodeId from, in DeathNotice notice, IViewWorld world)
    {
        if (notice.Burial < _burial) return null;
        if (notice.Burial != _burial || !_mourners.Contains(from)) return "it buries who has not died, or has been buried";
        _lostPages += notice.LostPages;
        _lostVcpus += notice.Vcpus;
        NoteBuried(from, world);
        return null;
    }

    private void Mourn(in DeathNotice notice, IViewWorld world)
    {
        NodeId node = notice.Node;
        _burial = notice.Burial;
        Volatile.Write(ref _dead, Dead.With(node).Bits);
        world.Bury(in notice);
        if (IsLeaving && _change.Node == node)
        {
            _abandoned = View;
            Volatile.Write(ref _proposed, _current);
        }
        else if (IsChanging && _awaited.Contains(node))
        {
            if (_self == NodeId.Leader) Accept(node, world);
            else NoteForgotten(node, world);
        }
    }

    private void NoteForgotten(NodeId by, IViewWorld world)
    {
        _awaited = _awaited.Without(by);
        if (_awaited.IsEmpty) world.Begin(DepartureStep.Settle, _self);
    }

    private void NoteBuried(NodeId by, IViewWorld world)
    {
        if (!_mourners.Contains(by)) return;
        _mourners = _mourners.Without(by);
        if (!_mourners.IsEmpty) return;
        bool isMissed = _isNeeded || (_lostPages | _lostVcpus) != 0;
        if (isMissed) world.End(_lostPages, _lostVcpus);
        else if (!_allKnew) AskAgain(world);
        else
        {
            _isBuried = true;
            PartWithDead(world);
        }
    }

    // While not all know of a death, one that does not may still make another wait for the dead, of a page at which that one has looked already. By now all know, and nobody begins to.
    private void AskAgain(IViewWorld world)
    {
        _allKnew = true;
        DeathNotice notice = new() { Node = Dead.First, Burial = _burial + 1 };
        Notify(in notice, world);
        LookAgain(notice.Burial, world);
    }

    private void LookAgain(uint burial, IViewWorld world)
    {
        _burial = burial;
        world.LookAgain(burial);
    }

    // One after the other: the next when the view without this one counts.
    private void PartWithDead(IViewWorld world)
    {
        if (!_isBuried || IsChanging || Dead.IsEmpty) return;
        ViewChange change = new() { Kind = ViewChangeKind.Death, Node = Dead.First, View = View + 1 };
        TryPropose(in change, world);
    }
}
