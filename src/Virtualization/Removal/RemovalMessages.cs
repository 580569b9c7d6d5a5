using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The messages between the leader and a node that is to leave.</summary>
/// <param name="messenger">Carries them.</param>
/// <param name="power">This node's vCPUs.</param>
/// <param name="removal">What the leader does.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
public sealed class RemovalMessages(IMessenger messenger, VcpuPower power, NodeRemoval removal, ICacheMaintenance caches) : MessageHandler
{
    /// <summary>Registers them. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        // The leader asks one node at a time, and that one answers.
        messenger.Reserve(1);
        messenger.Register((MessageKind)RemovalMessage.Close, MessageShape.Empty.FromLeader, this);
        messenger.Register((MessageKind)RemovalMessage.Closed, MessageShape.Of<byte>().ToLeader, this);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        caches.InvalidateInstructions();
        if ((RemovalMessage)message.Kind == RemovalMessage.Closed)
        {
            removal.TakeClosed(in message, message.Read<byte>());
            return;
        }
        byte on = power.Close();
        messenger.Send(NodeId.Leader, (MessageKind)RemovalMessage.Closed, new ReadOnlySpan<byte>(in on));
    }
}
