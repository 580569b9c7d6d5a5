using System;
using System.Threading;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The room for bytes to send that the guest's serial port has granted to its fronts on other nodes. A front that has a grant tells the guest that nothing has been received: so nothing may be received while there is one,
/// and what arrives waits in the machine's port until all grants are back. Under the lock of the port, on the leader.
/// </summary>
/// <param name="messenger">The way to the fronts.</param>
public sealed class Pl011Grants(IMessenger messenger)
{
    /// <summary>The most bytes that one front has taken and the leader has not sent yet.</summary>
    public const int Room = 128;

    /// <summary>The most grants on their way to one front: each is of such a part of the room at least.</summary>
    public const int GrantsUnderWay = 4;

    // By node: what its front may still take, and what has come from it but has not been granted again.
    private readonly int[] _granted = new int[NodeId.MaximumNodes];
    private readonly int[] _owed = new int[NodeId.MaximumNodes];
    private NodeSet _holders;
    private NodeSet _owing;

    /// <summary>Whether any front has a grant.</summary>
    public bool IsAnyOut => !_holders.IsEmpty;

    /// <summary>Whether the grants have been recalled and are not all back yet.</summary>
    public bool IsRecalling { get; private set; }

    /// <summary>The guest has asked from afar whether there is room: for the next byte its node need not ask.</summary>
    public void Offer(NodeId node)
    {
        if (IsRecalling || _holders.Contains(node)) return;
        _holders = _holders.With(node);
        _owed[node.Value] = Room;
        _owing = _owing.With(node);
        Repay();
    }

    /// <summary>Whether the front of <paramref name="node"/> can have taken so many bytes.</summary>
    public bool Covers(NodeId node, int bytes) => bytes > 0 && bytes <= Volatile.Read(ref _granted[node.Value]);

    /// <summary>The front of <paramref name="node"/> took <paramref name="bytes"/> bytes, which are here now.</summary>
    public void Use(NodeId node, int bytes)
    {
        _granted[node.Value] -= bytes;
        _owed[node.Value] += bytes;
        _owing = _owing.With(node);
    }

    /// <summary>There is room again: what the fronts used is granted to them once more.</summary>
    public void Repay()
    {
        if (IsRecalling) return;
        for (NodeSet left = _owing; !left.IsEmpty; left = left.Without(left.First))
        {
            NodeId node = left.First;
            // What is left out is small, so that the front has plenty: it comes with the next.
            if (_owed[node.Value] < Room / GrantsUnderWay) continue;
            _owing = _owing.Without(node);
            byte bytes = (byte)_owed[node.Value];
            _owed[node.Value] = 0;
            Volatile.Write(ref _granted[node.Value], _granted[node.Value] + bytes);
            messenger.Send(node, (MessageKind)ConsoleMessage.Grant, new ReadOnlySpan<byte>(in bytes));
        }
    }

    /// <summary>Asks all fronts for their grants.</summary>
    public void Recall()
    {
        if (IsRecalling) return;
        IsRecalling = true;
        for (NodeSet left = _holders; !left.IsEmpty; left = left.Without(left.First)) messenger.Send(left.First, (MessageKind)ConsoleMessage.Recall, default);
    }

    /// <summary>Whether the front of <paramref name="node"/> has been asked for its grant.</summary>
    public bool Awaits(NodeId node) => IsRecalling && _holders.Contains(node);

    /// <summary>Whether the front of <paramref name="node"/> has a grant.</summary>
    public bool Holds(NodeId node) => _holders.Contains(node);

    /// <summary>The front of <paramref name="node"/> has no grant any more.</summary>
    public void TakeBack(NodeId node)
    {
        _granted[node.Value] = 0;
        _owed[node.Value] = 0;
        _owing = _owing.Without(node);
        _holders = _holders.Without(node);
        // If the others were not asked for theirs, they are not now.
        IsRecalling &= IsAnyOut;
    }
}
