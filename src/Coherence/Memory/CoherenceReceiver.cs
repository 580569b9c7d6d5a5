using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Takes the protocol's messages from the interconnect.</summary>
/// <param name="gate">The lock.</param>
/// <param name="protocol">What deals with them.</param>
/// <param name="atHand">Told of each.</param>
/// <param name="memory">What is here.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="messenger">Where they come from.</param>
public sealed class CoherenceReceiver(
    CoherenceGate gate,
    ICoherenceProtocol protocol,
    MessageAtHand atHand,
    NodeMemory memory,
    WindowMap windows,
    IMessenger messenger) : MessageHandler
{
    /// <summary>From now on the protocol's messages come here, and there is room for what is sent. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory), After<MemoryAggregation>]
    public void Initialize()
    {
        int pageBytes = (int)windows.Geometry.UnitBytes();
        messenger.Reserve(windows.Bounds.Messages, windows.Bounds.Pages, pageBytes);
        MessageShape shape = MessageShape.Of<CoherenceBody>().PerhapsUpTo(pageBytes);
        for (int kind = (int)MessageKind.FirstCoherence; kind < (int)MessageKind.FirstVirtualization; kind++) messenger.Register((MessageKind)kind, shape, this);
    }

    /// <inheritdoc/>
    public override void Receive(in ReceivedMessage message)
    {
        CoherenceBody body = message.Read<CoherenceBody>();
        Check(in message, in body);
        gate.Enter();
        // It was sent before its sender knew.
        if (windows.IsDead(body.Message.Requester) || windows.IsDead(windows.HomeOf(body.Message.Page)))
        {
            gate.Leave();
            return;
        }
        message.Require(memory.MayHearOf(body.Message.Page), "it is about a piece of a unit that was not split");
        atHand.Take(message.From, in body);
        protocol.Receive(message.From, in body.Message, new ReceivedContent(body.Content, message.Page));
        atHand.PutDown();
        gate.Leave();
    }

    // What the protocol may rely on, and what it says itself of a message whatever the state of its page.
    private void Check(in ReceivedMessage message, in CoherenceBody body)
    {
        message.Require((byte)message.Kind - (byte)MessageKind.FirstCoherence == body.Message.Kind, "its kinds do not agree");
        message.Require(windows.Contains(body.Message.Page), "its page lies in no node's window");
        message.Node(body.Message.Requester);
        bool isSplit = body.Content == PageContent.Split && windows.HasPieces && !windows.IsPiece(body.Message.Page);
        message.Require(body.Content <= PageContent.Zero || isSplit, "there is no such content");
        message.Require(message.Page.IsEmpty != (body.Content == PageContent.Bytes), "it has content without a page, or a page without content");
        message.Require(message.Page.IsEmpty || message.Page.Bytes.Length == windows.BytesOf(body.Message.Page), "its content has another length: do all nodes run the same image?");
        message.Require(protocol.IsPossible(message.From, in body.Message, body.Content != PageContent.None), "the protocol sends no such message");
    }
}
