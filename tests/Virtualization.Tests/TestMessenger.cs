using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A node's way into a network that has room for everything and gathers nothing.</summary>
/// <param name="table">Takes what comes for the node.</param>
internal abstract class TestMessenger(MessageTable table) : IMessenger
{
    public void Register(MessageKind kind, MessageShape shape, MessageHandler handler) => table.Register(kind, shape, handler);

    public void Reserve(int messages, int contents = 0, int contentBytes = 4096)
    {
    }

    public bool MayStart => true;

    public void AwaitRoom()
    {
    }

    public void Register(RoomHandler handler) => table.Register(handler);

    public virtual bool HasRoom(NodeId to) => true;

    public abstract void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default, PhysicalAddress pinned = default);

    public void Unpin(PhysicalAddress page) => throw new NotSupportedException("no page is sent");

    public void Gather(NodeId to, MessageKind kind, byte value)
    {
        GatheredBytes bytes = default;
        bytes.Add(value);
        Send(to, kind, MemoryMarshal.AsBytes(new ReadOnlySpan<GatheredBytes>(in bytes)));
    }
}
