using System;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Takes the protocol's messages from the interconnect.</summary>
/// <param name="gate">The lock.</param>
/// <param name="protocol">What deals with them.</param>
/// <param name="memory">Takes the content.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="messenger">Where they come from.</param>
public sealed unsafe class CoherenceReceiver(
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    NodeMemory memory,
    WindowMap windows,
    IMessenger messenger) : MessageHandler
{
    /// <summary>From now on the protocol's messages come here. Once.</summary>
    public void Initialize()
    {
        for (int kind = (int)MessageKind.FirstCoherence; kind < (int)MessageKind.FirstVirtualization; kind++) messenger.Register((MessageKind)kind, this);
    }

    /// <inheritdoc/>
    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        // It came from a member over a reliable channel: one that cannot be read means that the nodes do not run the same image.
        if (body.Length != sizeof(CoherenceBody)) Panic.Fail($"{from} sent a coherence message of {body.Length} bytes");
        CoherenceBody received = MemoryMarshal.Read<CoherenceBody>(body);
        Check(from, kind, in received, page.Length);
        fixed (byte* content = &MemoryMarshal.GetReference(page))
        {
            gate.Enter();
            memory.BeginArrival(received.Content, content);
            protocol.Receive(from, in received.Message);
            memory.EndArrival();
            gate.Leave();
        }
    }

    private void Check(NodeId from, MessageKind kind, in CoherenceBody body, int pageBytes)
    {
        PageNumber page = body.Message.Page;
        if ((byte)kind - (byte)MessageKind.FirstCoherence != body.Message.Kind)
        {
            Panic.Fail($"{from} sent a coherence message whose kinds do not agree: {(uint)kind}, {(uint)body.Message.Kind}");
        }
        if (!windows.Contains(page)) Panic.Fail($"{from} sent a coherence message about {page}, which lies in no node's window");
        if (pageBytes != (body.Content == PageContent.Bytes ? PageNumber.PageBytes : 0)) Panic.Fail($"{from} sent {pageBytes} bytes as the content of {page}");
    }
}
