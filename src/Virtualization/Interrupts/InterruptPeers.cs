using System;
using System.Runtime.CompilerServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The other nodes' interrupt controllers. A guest can ask for more messages than any queue holds, by writing ICC_SGI1R_EL1 in a loop, say: so at most
/// <see cref="Window"/> messages to a peer are under way, and what
/// does not go out at once is kept as state, where it merges, until the peer has acknowledged one. All under <see cref="VirtualInterruptLock"/>.
/// </summary>
/// <param name="messenger">Carries the messages.</param>
public sealed class InterruptPeers(IMessenger messenger)
{
    /// <summary>The most messages to one peer that it has not acknowledged. Its acknowledgements add as many at most in the other direction.</summary>
    public const int Window = 8;

    private Counts _underWay;

    /// <summary>Makes room for the messages: to each other node a window of them, and as many acknowledgements. Boot only.</summary>
    internal void Initialize(int nodes) => messenger.Reserve(2 * Window * (nodes - 1), 0);

    /// <summary>
    /// Whether a message to <paramref name="peer"/> may be sent now. If not, <see cref="InterruptMessages"/> comes back to it after the next acknowledgement.
    /// </summary>
    internal bool HasRoom(NodeId peer) => _underWay[peer.Value] < Window;

    /// <summary>Sends a message.</summary>
    /// <exception cref="PanicException">If there is no room.</exception>
    internal void Send(NodeId peer, VirtualInterruptMessage kind, ReadOnlySpan<byte> body)
    {
        Panic.Unless(HasRoom(peer), "too many interrupt messages under way");
        _underWay[peer.Value]++;
        messenger.Send(peer, (MessageKind)kind, body);
    }

    /// <summary>A message from <paramref name="peer"/> was dealt with.</summary>
    internal void Acknowledge(NodeId peer) => messenger.Send(peer, (MessageKind)VirtualInterruptMessage.Acknowledge, default);

    /// <summary>Whether a message to <paramref name="peer"/> is under way that it has not acknowledged.</summary>
    internal bool IsAwaiting(NodeId peer) => _underWay[peer.Value] > 0;

    /// <summary><paramref name="peer"/> has dealt with a message, which <see cref="IsAwaiting"/>.</summary>
    internal void Acknowledged(NodeId peer) => _underWay[peer.Value]--;

    [InlineArray(NodeId.MaximumNodes)]
    private struct Counts
    {
        private byte _first;
    }
}
