using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>On the leader: the host wants a node to leave. It asks again and again until that has left, or it hears why it stays.</summary>
/// <param name="receiver">Where such frames arrive.</param>
/// <param name="cluster">Which node this is.</param>
/// <param name="removal">Does it.</param>
/// <param name="host">Told how far it is.</param>
public sealed class RemovalRequests(FrameReceiver receiver, ClusterDescription cluster, NodeRemoval removal, HostChannel host) : DatagramHandler
{
    /// <summary>Registers. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => receiver.Register((MessageKind)HostKind.Remove, this);

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame)
    {
        if (frame.SourceAddress.Value != HostFrame.HostAddress.Value || frame.Body.Length != HostBody.Bytes || !frame.Payload.IsEmpty) return false;
        if (cluster.SelfOrUnassigned != NodeId.Leader) return false;
        HostBody body = MemoryMarshal.Read<HostBody>(frame.Body);
        TextBuilder problem = new(0, 0);
        if (removal.TryTake(body.Node, body.Number, ref problem)) host.Removal(body.Node, body.Number, ref problem);
        return true;
    }
}
