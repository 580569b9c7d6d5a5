using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What the guest's serial port and its fronts tell each other.</summary>
/// <param name="messenger">Where the messages come from.</param>
/// <param name="cluster">How many fronts there are.</param>
/// <param name="uart">The port, on the leader.</param>
/// <param name="front">Its front, on the other nodes.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
public sealed class ConsoleMessages(IMessenger messenger, ICluster cluster, VirtualPl011 uart, Pl011Front front, ICacheMaintenance caches) : MessageHandler
{
    /// <summary>Registers the messages, and makes room for them. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        messenger.Register((MessageKind)ConsoleMessage.Bytes, MessageShape.Of<GatheredBytes>().ToLeader, this);
        messenger.Register((MessageKind)ConsoleMessage.Grant, MessageShape.Of<byte>().FromLeader, this);
        messenger.Register((MessageKind)ConsoleMessage.Recall, MessageShape.Empty.FromLeader, this);
        messenger.Register((MessageKind)ConsoleMessage.Returned, MessageShape.Empty.ToLeader, this);

        // The leader: to each front its grants, and a recall, which is answered before the next. A front: each byte that it was granted, and the answer.
        messenger.Reserve(cluster.Self == NodeId.Leader ? (Pl011Grants.GrantsUnderWay + 1) * (cluster.NodeCount - 1) : Pl011Grants.Room + 1);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        caches.InvalidateInstructions();
        switch ((ConsoleMessage)message.Kind)
        {
            case ConsoleMessage.Bytes: uart.TakeBytes(in message); break;
            case ConsoleMessage.Grant: front.TakeGrant(in message); break;
            case ConsoleMessage.Recall: front.GiveBack(); break;
            default: uart.TakeGrantBack(in message); break;
        }
    }
}
