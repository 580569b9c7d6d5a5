using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The messages between the leader and a node that is to leave.</summary>
/// <param name="messenger">Carries them.</param>
/// <param name="power">This node's vCPUs.</param>
/// <param name="remote">The others' that it has turned on.</param>
/// <param name="removal">What the leader does.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
public sealed class RemovalMessages(IMessenger messenger, VcpuPower power, RemotePower remote, NodeRemoval removal, ICacheMaintenance caches) : MessageHandler
{
    /// <summary>Registers them. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        // The leader asks one node at a time, and that one answers.
        messenger.Reserve(1);
        messenger.Register((MessageKind)RemovalMessage.Close, MessageShape.Empty.FromLeader, this);
        messenger.Register((MessageKind)RemovalMessage.Closed, MessageShape.Of<ClosedReport>().ToLeader, this);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        caches.InvalidateInstructions();
        if ((RemovalMessage)message.Kind == RemovalMessage.Closed)
        {
            ClosedReport closed = message.Read<ClosedReport>();
            // Should one of those die when the node has left, somebody knows of them still.
            remote.NoteTurnedOn(closed.TurnedOn);
            removal.TakeClosed(in message, closed.On);
            return;
        }
        ClosedReport report = new() { On = power.Close() };
        remote.CopyTurnedOn(report.TurnedOn);
        messenger.Send(NodeId.Leader, (MessageKind)RemovalMessage.Closed, MemoryMarshal.AsBytes(new ReadOnlySpan<ClosedReport>(in report)));
    }
}
