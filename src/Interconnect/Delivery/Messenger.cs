using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Reliable messages over <see cref="ReliableDelivery"/>.</summary>
/// <param name="delivery">The way out.</param>
/// <param name="gathering">What leaves before anything else.</param>
/// <param name="table">Where what comes in is dealt with.</param>
/// <param name="room">Where one waits for room.</param>
public sealed class Messenger(ReliableDelivery delivery, Gathering gathering, MessageTable table, MessageRoom room) : IMessenger
{
    /// <inheritdoc/>
    public void Register(MessageKind kind, MessageShape shape, MessageHandler handler) => table.Register(kind, shape, handler);

    /// <inheritdoc/>
    public void Reserve(int messages, int contents = 0, int contentBytes = (int)GranuleNumber.Bytes) => delivery.Reserve(messages, contents, contentBytes);

    /// <inheritdoc/>
    public void AwaitRoom() => room.Await();

    /// <inheritdoc/>
    public bool MayStart => room.IsThere;

    /// <inheritdoc/>
    public void Register(RoomHandler handler) => table.Register(handler);

    /// <inheritdoc/>
    public bool HasRoom(NodeId to) => delivery.HasRoom(to);

    /// <inheritdoc/>
    public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content = default, PhysicalAddress pinned = default)
    {
        Panic.Unless(content.Length % (int)GranuleNumber.Bytes == 0, "a message carries whole pages or none");
        gathering.Flush();
        delivery.Send(to, kind, body, content, pinned);
    }

    /// <inheritdoc/>
    public void Unpin(PhysicalAddress content) => delivery.Unpin(content);

    /// <inheritdoc/>
    public void Gather(NodeId to, MessageKind kind, byte value) => gathering.Add(to, kind, value);
}
