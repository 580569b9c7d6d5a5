using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>What the guest's serial port and its fronts tell each other. A message that cannot be is a panic that names who sent it.</summary>
/// <param name="messenger">Where the messages come from.</param>
/// <param name="cluster">Which node is this.</param>
/// <param name="uart">The port, on the leader.</param>
/// <param name="front">Its front, on the other nodes.</param>
/// <param name="caches">Fetches instructions anew before the guest can learn of anything.</param>
public sealed class ConsoleMessages(IMessenger messenger, ICluster cluster, VirtualPl011 uart, Pl011Front front, ICacheMaintenance caches) : MessageHandler
{
    /// <summary>Registers the messages. Boot only.</summary>
    public void Initialize()
    {
        messenger.Register((MessageKind)ConsoleMessage.Bytes, this);
        messenger.Register((MessageKind)ConsoleMessage.Grant, this);
        messenger.Register((MessageKind)ConsoleMessage.Recall, this);
        messenger.Register((MessageKind)ConsoleMessage.Returned, this);
    }

    /// <inheritdoc/>
    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        caches.InvalidateInstructions();
        bool isPossible = page.IsEmpty && (cluster.Self == NodeId.Leader ? TryTakeFromFront(from, kind, body) : from == NodeId.Leader && TryTakeFromLeader(kind, body));
        if (!isPossible) Panic.Fail($"{from} sent a message of kind {(uint)kind} about the console's bytes that cannot be: do all nodes run the same image?");
    }

    private bool TryTakeFromFront(NodeId from, MessageKind kind, ReadOnlySpan<byte> body) => (ConsoleMessage)kind switch
    {
        ConsoleMessage.Bytes => body.Length == Unsafe.SizeOf<GatheredBytes>() && uart.TryTakeBytes(from, MemoryMarshal.Read<GatheredBytes>(body)),
        ConsoleMessage.Returned => body.IsEmpty && uart.TryTakeGrantBack(from),
        _ => false,
    };

    private bool TryTakeFromLeader(MessageKind kind, ReadOnlySpan<byte> body)
    {
        if ((ConsoleMessage)kind == ConsoleMessage.Grant) return body.Length == 1 && front.TryTakeGrant(body[0]);
        if ((ConsoleMessage)kind != ConsoleMessage.Recall || !body.IsEmpty) return false;
        front.GiveBack();
        return true;
    }
}
