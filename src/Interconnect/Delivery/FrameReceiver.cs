using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The receive side of the link, under <see cref="LockRank.Receive"/>: takes what has arrived, refuses what is not for us, steps guest time forward to that
/// of a member's frame, and calls the handlers.
/// </summary>
/// <param name="link">The network interface.</param>
/// <param name="codec">Reads frames.</param>
/// <param name="delivery">Order, duplicates, acknowledgements.</param>
/// <param name="transport">Puts messages together.</param>
/// <param name="messages">Deals with them.</param>
/// <param name="pool">Says whether there is room for what they lead to.</param>
/// <param name="cluster">Epoch and nodes.</param>
/// <param name="time">Guest time.</param>
/// <param name="timers">Calls again if there was too much for one go.</param>
/// <param name="counter">The clock.</param>
/// <param name="counters">What is counted.</param>
/// <param name="options">Bounds.</param>
/// <param name="order">The lock order.</param>
public sealed class FrameReceiver(
    ILink link, FrameCodec codec, ReliableDelivery delivery, ITransport transport, MessageTable messages, FramePool pool, ClusterDescription cluster, IGuestTime time, ITimers timers, ICounter counter,
    NodeCounters counters,
    DeliveryOptions options, LockOrder order) : TimerClient
{
    private readonly SpinLock _lock = new(LockRank.Receive, order);
    private readonly DatagramHandler?[] _datagrams = new DatagramHandler?[NodeCounters.MaximumKinds];

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    public void Initialize() => timers.Register(this);

    /// <summary>From now on datagrams of <paramref name="kind"/> go to <paramref name="handler"/>. Boot only.</summary>
    public void Register(MessageKind kind, DatagramHandler handler)
    {
        ref DatagramHandler? entry = ref _datagrams[(int)kind];
        if (entry is not null) Panic.Fail($"datagrams of kind {(uint)kind} already have a handler");
        entry = handler;
    }

    /// <summary>Handles what has arrived, and sends what became possible by it. No lock may be held.</summary>
    public void Poll()
    {
        _lock.Acquire();
        bool drained = Drain();
        _lock.Release();
        delivery.Flush();

        // The interrupt was acknowledged already, so nothing else would remind us of the rest.
        if (!drained) timers.Request(this, counter.Now);
    }

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        Poll();
        return Cycles.Never;
    }

    private bool Drain()
    {
        for (int i = 0; i < options.FramesPerPoll; i++)
        {
            if (!link.TryReceive(out ReceivedFrame received)) return true;
            if (!TryHandle(in received)) counters.Add(Counter.RejectedFrames);
            link.Return(received);
        }
        return false;
    }

    private bool TryHandle(in ReceivedFrame received)
    {
        if (!codec.TryDecode(received.Bytes, out DecodedFrame frame) || !IsForThisMachine(in frame)) return false;
        const FrameFlags OfPeers = FrameFlags.Sequenced | FrameFlags.Acknowledges;
        return (frame.Header.Flags & OfPeers) != 0 ? TryHandlePeer(in frame) : TryHandleDatagram(in frame);
    }

    private bool IsForThisMachine(in DecodedFrame frame)
    {
        ulong destination = frame.DestinationAddress.Value;
        if (frame.SourceAddress.Value == link.Address.Value) return false;
        return destination == link.Address.Value || destination == MacAddress.Broadcast.Value;
    }

    private bool IsOfThisRun(in DecodedFrame frame) => frame.Header.Epoch == cluster.Epoch && cluster.Epoch != 0;

    private bool TryHandlePeer(in DecodedFrame frame)
    {
        ref readonly FrameHeader header = ref frame.Header;
        if (!IsOfThisRun(in frame) || !delivery.TryFind(header.Source, out Peer? peer)) return false;
        if (header.Destination != cluster.Self || frame.SourceAddress.Value != peer.Address.Value) return false;
        time.AdvanceTo(header.GuestTime);
        delivery.Hear(peer, in header);
        if ((header.Flags & FrameFlags.Sequenced) != 0) Accept(peer, in frame);
        return true;
    }

    private void Accept(Peer peer, in DecodedFrame frame)
    {
        Arrival arrival = peer.Receiver.Accept(frame.Header.Sequence, pool.MayTake);
        if (arrival == Arrival.Duplicate) counters.Add(Counter.DuplicateFrames);
        if (arrival == Arrival.Deferred) counters.Add(Counter.DeferredFrames);
        if (arrival != Arrival.InOrder || !transport.TryAssemble(peer.Node, in frame, out AssembledMessage message)) return;
        messages.Dispatch(peer.Node, frame.Header.Kind, in message);
    }

    private bool TryHandleDatagram(in DecodedFrame frame)
    {
        DatagramHandler? handler = _datagrams[(int)frame.Header.Kind];
        if (handler is null) return false;
        return (handler.AcceptsAnyEpoch || IsOfThisRun(in frame)) && handler.TryReceive(in frame);
    }
}
