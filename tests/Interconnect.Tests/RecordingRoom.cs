using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Keeps the ways of which it hears that they have room again.</summary>
internal sealed class RecordingRoom : RoomHandler
{
    public List<NodeId> Nodes { get; } = [];

    public override void OnRoom(NodeId to) => Nodes.Add(to);
}
