using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The other nodes' interrupt controllers. A guest can ask for more messages than any queue holds, by writing ICC_SGI1R_EL1 in a loop, say: what finds no room is kept as state, where it merges, until
/// <see cref="InterruptRoom"/> is called. All under <see cref="VirtualInterruptLock"/>.
/// </summary>
/// <param name="messenger">Carries the messages.</param>
public sealed class InterruptPeers(IMessenger messenger)
{
    /// <summary>Makes room for the messages. Boot only.</summary>
    internal void Initialize(int nodes) => messenger.Reserve(IMessenger.RoomMessages * (nodes - 1));

    /// <summary>Whether a message to <paramref name="peer"/> may be sent now.</summary>
    internal bool HasRoom(NodeId peer) => messenger.HasRoom(peer);

    /// <summary>Sends a message, for which there is room.</summary>
    internal void Send(NodeId peer, VirtualInterruptMessage kind, ReadOnlySpan<byte> body) => messenger.Send(peer, (MessageKind)kind, body);
}
