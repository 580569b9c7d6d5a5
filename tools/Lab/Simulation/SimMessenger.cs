using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>A simulated node's way to the others: what it sends is the simulator's from then on, copied. How much is under way is bounded by nothing here.</summary>
/// <param name="simulator">Has the network.</param>
/// <param name="node">Who sends.</param>
/// <param name="messages">Who takes what comes.</param>
internal sealed class SimMessenger(Simulator simulator, SimNode node, MessageTable messages) : IMessenger
{
    public void Register(MessageKind kind, MessageShape shape, MessageHandler handler) => messages.Register(kind, shape, handler);

    public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content = default, PhysicalAddress pinned = default) => simulator.Send(node, to, kind, body, content);

    public void Reserve(int messages, int contents = 0, int contentBytes = (int)GranuleNumber.Bytes)
    {
    }

    public bool MayStart => true;

    public void AwaitRoom()
    {
    }

    public void Unpin(PhysicalAddress content)
    {
    }

    public void Register(RoomHandler handler) => throw new NotSupportedException();

    public bool HasRoom(NodeId to) => throw new NotSupportedException();

    public void Gather(NodeId to, MessageKind kind, byte value) => throw new NotSupportedException();
}
