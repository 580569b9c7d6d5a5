namespace Pilevisor.Interconnect;

/// <summary>Leads the messages of the cluster's end to <see cref="ClusterShutdown"/>.</summary>
internal sealed class ShutdownMessages(ClusterShutdown shutdown) : MessageHandler
{
    /// <summary>Registers them. Boot only.</summary>
    public void Initialize(IMessenger messenger)
    {
        messenger.Register((MessageKind)ControlKind.EndRequest, MessageShape.Of<byte>().ToLeader, this);
        messenger.Register((MessageKind)ControlKind.CountersRequest, MessageShape.Of<byte>().FromLeader, this);
        messenger.Register((MessageKind)ControlKind.CountersReply, MessageShape.Of<CountersReply>().ToLeader.WithPage, this);
        messenger.Register((MessageKind)ControlKind.End, MessageShape.Of<byte>().FromLeader, this);
        messenger.Register((MessageKind)ControlKind.Ending, MessageShape.Empty.ToLeader, this);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        switch ((ControlKind)message.Kind)
        {
            case ControlKind.EndRequest: shutdown.OnEndRequest(ReasonIn(in message)); break;
            case ControlKind.CountersRequest:
                ReasonIn(in message);
                shutdown.OnCountersRequest(in message);
                break;
            case ControlKind.CountersReply: shutdown.OnCountersReply(in message, CountersIn(in message)); break;
            case ControlKind.End: shutdown.OnEnd(ReasonIn(in message)); break;
            default: shutdown.OnEnding(message.From); break;
        }
    }

    private static EndReason ReasonIn(in ReceivedMessage message)
    {
        byte reason = message.Read<byte>();
        message.Require(reason <= (byte)EndReason.NodeLost, "the cluster ends for no such reason");
        return (EndReason)reason;
    }

    private static CountersReply CountersIn(in ReceivedMessage message)
    {
        CountersReply reply = message.Read<CountersReply>();
        message.Require(reply.Entries <= CounterSender.EntriesAtATime && reply.IsLast <= 1, "there are more counters than go at a time, or no saying whether they are the last");
        return reply;
    }
}
