using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// The receive side of the link, under <see cref="LockRank.Receive"/>: takes what has arrived, refuses what is not for us, steps guest time forward to that
/// of a member's frame, and calls the handlers.
/// </summary>
/// <param name="link">The network interface.</param>
/// <param name="security">What they go through first.</param>
/// <param name="codec">Reads frames.</param>
/// <param name="delivery">Order, duplicates, acknowledgements.</param>
/// <param name="transport">Puts messages together.</param>
/// <param name="messages">Deals with them.</param>
/// <param name="cluster">Epoch and nodes.</param>
/// <param name="time">Guest time.</param>
/// <param name="timers">Calls again if there was too much for one go.</param>
/// <param name="counter">The clock.</param>
/// <param name="counters">What is counted.</param>
/// <param name="strangers">Names who sends what cannot be read.</param>
/// <param name="options">Bounds.</param>
/// <param name="order">The lock order.</param>
public sealed class FrameReceiver(
    ILink link, IFrameSecurity security, FrameCodec codec, ReliableDelivery delivery, ITransport transport, MessageTable messages, ClusterDescription cluster, IGuestTime time, ITimers timers, ICounter counter,
    NodeCounters counters,
    Strangers strangers, DeliveryOptions options, ILockOrder order) : TimerClient
{
    private readonly SpinLock _lock = new(LockRank.Receive, order);
    private readonly DatagramHandler?[] _datagrams = new DatagramHandler?[NodeCounters.MaximumKinds];

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
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
        Cycles now = counter.Now;
        _lock.Acquire();
        bool drained = Drain(now);
        _lock.Release();
        messages.TellRoom(delivery.Flush(now));

        // The interrupt was acknowledged already, so nothing else would remind us of the rest.
        if (!drained) timers.Request(this, now);
    }

    /// <summary>No frame is dealt with until <see cref="LetGo"/>. No lock may be held.</summary>
    internal void Hold() => _lock.Acquire();

    /// <summary>Frames are dealt with again.</summary>
    internal void LetGo() => _lock.Release();

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        Poll();
        return Cycles.Never;
    }

    private bool Drain(Cycles now)
    {
        for (int i = 0; i < options.FramesPerPoll; i++)
        {
            if (!link.TryReceive(out ReceivedFrame received)) return true;
            FrameOpening opening = security.Open(in received, out ReceivedFrame frame);
            if (opening != FrameOpening.Opened || !TryHandle(in frame, now)) Refuse(opening, in received, in frame);
            link.Return(received);
        }
        return false;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Refuse(FrameOpening opening, in ReceivedFrame received, in ReceivedFrame opened)
    {
        counters.Add(opening == FrameOpening.Repeated ? Counter.DuplicateFrames : Counter.RejectedFrames);

        // An image that opens nothing has not looked.
        if (opening == FrameOpening.Opened && FrameSeal.IsSealed(opened.Bytes)) opening = FrameOpening.Sealed;

        // What is no frame of ours may be too short to say who sent it.
        if (EthernetHeader.IsOurs(received.Bytes)) strangers.NameUnreadable(EthernetHeader.Source(received.Bytes), opening);
    }

    private bool TryHandle(in ReceivedFrame received, Cycles now)
    {
        if (!codec.TryDecode(received.Bytes, received.Rest, out DecodedFrame frame) || !IsForThisMachine(in frame)) return false;
        const FrameFlags OfPeers = FrameFlags.Sequenced | FrameFlags.Acknowledges;
        return (frame.Header.Flags & OfPeers) != 0 ? TryHandlePeer(in frame, in received, now) : TryHandleDatagram(in frame);
    }

    private bool IsForThisMachine(in DecodedFrame frame)
    {
        ulong destination = frame.DestinationAddress.Value;
        if (frame.SourceAddress.Value == link.Address.Value) return false;
        return destination == link.Address.Value || destination == MacAddress.Broadcast.Value;
    }

    private bool IsOfThisRun(in DecodedFrame frame) => frame.Header.Epoch == cluster.Epoch && cluster.Epoch != 0;

    private bool TryHandlePeer(in DecodedFrame frame, in ReceivedFrame received, Cycles now)
    {
        ref readonly FrameHeader header = ref frame.Header;
        if (!delivery.TryFind(header.Source, out Peer? peer) || header.Epoch != peer.Epoch) return false;
        if (header.Destination != cluster.SelfOrUnassigned || frame.SourceAddress.Value != peer.Address.Value) return false;
        time.AdvanceTo(header.GuestTime);
        ReliableDelivery.Hear(peer, in header, now);
        if ((header.Flags & FrameFlags.Sequenced) != 0) Accept(peer, in frame, in received, now);
        return true;
    }

    private void Accept(Peer peer, in DecodedFrame frame, in ReceivedFrame received, Cycles now)
    {
        uint sequence = frame.Header.Sequence;
        Arrival arrival = Judge(peer, sequence, now);
        if (arrival == Arrival.Early) peer.Early.Put(sequence, in received);
        if (arrival != Arrival.InOrder) return;
        Handle(peer, in frame);
        if (peer.Receiver.NextIsKept) HandleKept(peer, now);
    }

    private Arrival Judge(Peer peer, uint sequence, Cycles now)
    {
        Arrival arrival = peer.Receiver.Accept(sequence, delivery.HasRoom(peer, now));
        if (arrival == Arrival.Duplicate) counters.Add(Counter.DuplicateFrames);
        if (arrival == Arrival.Deferred) counters.Add(Counter.DeferredFrames);
        return arrival;
    }

    private void Handle(Peer peer, in DecodedFrame frame)
    {
        if (transport.TryAssemble(peer.Node, in frame, out AssembledMessage message)) messages.Dispatch(peer.Node, frame.Header.Kind, in message);
    }

    // Those whose turn has come. One for which there is no room is asked for like any other: then there is something that wakes us.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void HandleKept(Peer peer, Cycles now)
    {
        while (peer.Receiver.NextIsKept)
        {
            uint sequence = peer.Receiver.Expected;
            if (Judge(peer, sequence, now) != Arrival.InOrder) return;
            bool isWhole = codec.TryDecode(peer.Early[sequence], out DecodedFrame frame);
            Panic.Unless(isWhole, "a frame that came early is not what it was when it came");
            Handle(peer, in frame);
        }
    }

    private bool TryHandleDatagram(in DecodedFrame frame)
    {
        DatagramHandler? handler = _datagrams[(int)frame.Header.Kind];
        if (handler is null) return false;
        return (handler.AcceptsAnyEpoch || IsOfThisRun(in frame)) && handler.TryReceive(in frame);
    }
}
