using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Which handler deals with messages of which kind, and what those look like.</summary>
/// <param name="cluster">The nodes.</param>
public sealed class MessageTable(ICluster cluster)
{
    private readonly MessageHandler?[] _handlers = new MessageHandler?[NodeCounters.MaximumKinds];
    private readonly MessageShape[] _shapes = new MessageShape[NodeCounters.MaximumKinds];
    private RoomHandler? _room;

    /// <summary>From now on messages of <paramref name="kind"/>, which look like <paramref name="shape"/>, go to <paramref name="handler"/>. Boot only.</summary>
    /// <exception cref="PanicException">If the kind already has a handler.</exception>
    public void Register(MessageKind kind, MessageShape shape, MessageHandler handler)
    {
        ref MessageHandler? entry = ref _handlers[(int)kind];
        if (entry is not null) Panic.Fail($"messages of kind {(uint)kind} already have a handler");
        entry = handler;
        _shapes[(int)kind] = shape;
    }

    /// <summary>From now on <paramref name="handler"/> hears of every way that has room again. Boot only.</summary>
    /// <exception cref="PanicException">If there is one already.</exception>
    public void Register(RoomHandler handler)
    {
        Panic.Unless(_room is null, "there is a handler already for ways that have room again");
        _room = handler;
    }

    /// <summary>The ways to <paramref name="nodes"/> were full when somebody asked, and are no longer. No lock may be held.</summary>
    public void TellRoom(NodeSet nodes)
    {
        for (NodeSet rest = nodes; !rest.IsEmpty; rest = rest.Without(rest.First)) _room?.OnRoom(rest.First);
    }

    /// <summary>Has a message dealt with.</summary>
    /// <param name="from">Another node of the cluster.</param>
    /// <param name="kind">What it says it is: below <see cref="NodeCounters.MaximumKinds"/>.</param>
    /// <param name="message">What came.</param>
    /// <exception cref="PanicException">If nothing is registered for its kind, or it cannot be: it names the peer and what it sent.</exception>
    public void Dispatch(NodeId from, MessageKind kind, in AssembledMessage message)
    {
        ReceivedMessage received = new(from, kind, message.Body, message.Page, cluster);
        MessageHandler? handler = _handlers[(int)kind];
        if (handler is null) received.Refuse("nothing here is registered for its kind: do all nodes run the same image?");
        _shapes[(int)kind].Require(in received, cluster.Self);
        handler.Receive(in received);
    }
}
