using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Leads the messages of the cluster's end to <see cref="ClusterShutdown"/>.</summary>
internal sealed class ShutdownMessages(ClusterShutdown shutdown) : MessageHandler
{
    /// <inheritdoc/>
    public override void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page)
    {
        switch ((ControlKind)kind)
        {
            case ControlKind.EndRequest: shutdown.OnEndRequest(ReasonIn(from, body)); break;
            case ControlKind.CountersRequest: shutdown.OnCountersRequest(); break;
            case ControlKind.CountersReply: shutdown.OnCountersReply(from, body, page); break;
            case ControlKind.End: shutdown.OnEnd(ReasonIn(from, body)); break;
            case ControlKind.Ending: shutdown.OnEnding(from); break;
        }
    }

    private static EndReason ReasonIn(NodeId from, ReadOnlySpan<byte> body)
    {
        if (body.Length != 1 || body[0] > (byte)EndReason.Reset)
        {
            Panic.Fail($"{from} ends the cluster for a reason unknown here: do all nodes run the same image?");
        }
        return (EndReason)body[0];
    }
}
