using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>On the leader: the host knows that a node's machine has ended. It says so again and again until it hears what becomes of that.</summary>
/// <param name="receiver">Where such frames arrive.</param>
/// <param name="cluster">Which nodes are there.</param>
/// <param name="views">Told of the dead.</param>
/// <param name="host">Told who is not there any more.</param>
public sealed class MachineEndings(FrameReceiver receiver, ClusterDescription cluster, ClusterViews views, HostChannel host) : DatagramHandler
{
    /// <summary>Registers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize() => receiver.Register((MessageKind)HostKind.MachineEnded, this);

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame)
    {
        if (frame.SourceAddress.Value != HostFrame.HostAddress.Value || frame.Body.Length != HostBody.Bytes || !frame.Payload.IsEmpty) return false;
        if (cluster.SelfOrUnassigned != NodeId.Leader) return false;
        HostBody body = MemoryMarshal.Read<HostBody>(frame.Body);
        if (cluster.IsPlaced(body.Node, body.Machine))
        {
            views.DeclareDead(body.Node, 0);
        }
        else
        {
            // Its place is free, or another machine's.
            views.GiveUpReservation(body.Machine);
            host.Left(body.Node, body.Machine, cluster.PlacedCount);
        }
        return true;
    }
}
