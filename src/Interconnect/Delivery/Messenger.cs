using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Reliable messages over <see cref="ReliableDelivery"/>.</summary>
/// <param name="delivery">The way out.</param>
/// <param name="gathering">What leaves before anything else.</param>
/// <param name="receiver">The way in.</param>
public sealed class Messenger(ReliableDelivery delivery, Gathering gathering, FrameReceiver receiver) : IMessenger
{
    /// <inheritdoc/>
    public void Register(MessageKind kind, MessageHandler handler) => receiver.Register(kind, handler);

    /// <inheritdoc/>
    public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default)
    {
        Panic.Unless(page.IsEmpty || page.Length == (int)PageNumber.PageBytes, "a message carries a whole page or none");
        gathering.Flush();
        delivery.Send(to, kind, body, page);
    }

    /// <inheritdoc/>
    public void Gather(NodeId to, MessageKind kind, byte value) => gathering.Add(to, kind, value);
}
