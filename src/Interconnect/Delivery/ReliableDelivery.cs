using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Frames that arrive once and in order between each two nodes, over a link that loses, duplicates and reorders them: sequence numbers, cumulative
/// and selective acknowledgements that travel with every frame, retransmission of what is missing with back-off, and a window per peer. Frames that come early are kept.
/// </summary>
/// <param name="transmitter">The transmit side and its lock.</param>
/// <param name="transport">How a message becomes frames.</param>
/// <param name="pool">The frames.</param>
/// <param name="room">Tells who waits for room in it.</param>
/// <param name="cluster">Who the peers are.</param>
/// <param name="timers">Wakes it for retransmissions and delayed acknowledgements.</param>
/// <param name="counter">The clock.</param>
/// <param name="running">What silence is measured by.</param>
/// <param name="counters">What is counted.</param>
/// <param name="memory">Where the transport's buffers come from.</param>
/// <param name="link">Must carry the transport's frames.</param>
/// <param name="security">Makes them longer.</param>
/// <param name="options">Bounds and times.</param>
public sealed class ReliableDelivery(
    Transmitter transmitter, ITransport transport, FramePool pool, MessageRoom room, ClusterDescription cluster, ITimers timers, ICounter counter, RunningTime running, NodeCounters counters, IPhysicalMemory memory,
    ILink link, IFrameSecurity security,
    DeliveryOptions options) : TimerClient
{
    // What the interconnect itself can have waiting: the leader's two questions of the shutdown to each member, what it says of a view and of the next, and that a node has died: of several deaths at once
    // each is told to one node less. A member's request by each of its CPUs, its last word, what it accepts, what it knows to be lost, whom it does not hear, and its counters.
    private const int MessagesPerMember = 5;
    private const int MessagesOfMember = CpuIndex.MaximumCpus + 4;
    private const int CounterPages = ((CounterReport.MaximumEntries - 1) / CounterSender.EntriesAtATime) + 1;

    private readonly Cycles _acknowledgeAfter = counter.Microseconds(options.AcknowledgeAfterMicroseconds);
    private readonly Cycles _lapse = counter.Microseconds(options.LeastTimeoutMicroseconds);
    // By number, once they can be sent to; and all there can be.
    private readonly Peer?[] _peers = new Peer?[NodeId.MaximumNodes];
    private readonly Peer?[] _places = new Peer?[NodeId.MaximumNodes];
    private Peer[] _connected = [];
    private int _connectedCount;
    private Cycles _armed = Cycles.Never;

    /// <summary>Makes itself known to the timers. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        transport.Fit(security.OverheadBytes);
        int needed = transport.MaximumFrameBytes + security.OverheadBytes;
        if (link.MaximumFrameBytes < needed)
        {
            Panic.Fail(
                $"the link carries frames of {link.MaximumFrameBytes} bytes, the transport {transport.Name} with {security.Name} needs {needed}: "
                + $"give the network an MTU of {needed - EthernetHeader.Bytes}, or build the image with another transport");
        }
        timers.Register(this);
    }

    /// <summary>Makes the queues to every other node there can be, and connects those that are there. Once, when the cluster has been described; boot only.</summary>
    public void Connect()
    {
        Reserve((MessagesPerMember * (cluster.NodeCount - 1)) + MessagesOfMember, CounterPages, (int)GranuleNumber.Bytes);
        int peers = cluster.NodeCount - 1;
        _connected = new Peer[peers];
        if (peers == 0) return;
        int window = Math.Max(1, options.ReceiveRingFrames / peers);
        int places = EarlyFrames.Places(window);
        PhysicalAddress early = memory.AllocateUncleared((ulong)peers * EarlyFrames.Bytes(places), GranuleNumber.Bytes, "frames that came early");
        int made = 0;
        for (int i = 0; i < cluster.NodeCount; i++)
        {
            NodeId node = new((ushort)i);
            if (node == cluster.Self) continue;
            PeerReceiver receiver = new() { Reach = places };
            PeerSender sender = new(node, receiver, transmitter, pool, counter, running, counters, options, (uint)window);
            _places[i] = new Peer(node, receiver, new EarlyFrames(memory, early + ((ulong)made++ * EarlyFrames.Bytes(places)), places), sender);
            if (cluster.IsPresent(node)) Connect(node, cluster[node].Address, cluster.Epoch + cluster.View);
        }
    }

    /// <summary>From now on <paramref name="node"/> can be sent messages, and is heard.</summary>
    /// <param name="node">Another node.</param>
    /// <param name="address">Where it is.</param>
    /// <param name="epoch">The epoch of what the two send each other.</param>
    internal void Connect(NodeId node, MacAddress address, ulong epoch)
    {
        Peer peer = _places[node.Value]!;
        transmitter.Acquire();
        peer.Begin(address, epoch, counter.Now);
        transport.Begin(node);
        _connected[_connectedCount] = peer;
        Volatile.Write(ref _connectedCount, _connectedCount + 1);
        Volatile.Write(ref _peers[node.Value], peer);
        transmitter.Release();
    }

    /// <summary><paramref name="node"/>, which needs nobody and whom nobody needs, or which has died, is not there any more: what comes from it is refused, and nothing can be sent to it.</summary>
    internal void Disconnect(NodeId node)
    {
        transmitter.Acquire();
        Peer peer = _peers[node.Value]!;
        // It waits for nothing else.
        Acknowledge(peer);
        Volatile.Write(ref _peers[node.Value], null);
        int last = _connectedCount - 1;
        for (int i = 0; i < last; i++)
        {
            if (_connected[i] == peer) _connected[i] = _connected[last];
        }
        Volatile.Write(ref _connectedCount, last);
        peer.End();
        transmitter.Release();
    }

    /// <summary>Makes room for a sender's messages, if there is anybody to send them to: see <see cref="IMessenger.Reserve"/>. Boot only.</summary>
    public void Reserve(int messages, int contents, int contentBytes)
    {
        if (cluster.NodeCount == 1) return;
        pool.Reserve(messages, contents, contentBytes);
        transport.Expect(contentBytes, cluster.NodeCount, memory);
    }

    /// <summary>The content at <paramref name="content"/> is about to be written: see <see cref="IMessenger.Unpin"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Unpin(PhysicalAddress content)
    {
        if (pool.MayBePinned(content)) TakeOut(content);
    }

    /// <summary>Queues a message and sends what can be sent. What is for a node that has died is for nobody.</summary>
    /// <param name="to">Another node.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="body">Its fixed part.</param>
    /// <param name="content">Its content, if any.</param>
    /// <param name="pinned">Where that stays; if not given it is copied.</param>
    public void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content, PhysicalAddress pinned = default)
    {
        transmitter.Acquire();
        if (TryFind(to, out Peer? peer)) Send(peer, kind, body, content, pinned);
        else if (!cluster.Views.Dead.Contains(to)) RefuseReceiver(to, kind);
        transmitter.Release();
    }

    private void Send(Peer peer, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content, PhysicalAddress pinned)
    {
        int frames = transport.FrameCount(content.Length);
        for (int i = 0; i < frames; i++) Queue(peer, kind, transport.Part(i, content.Length), body, content, pinned);
        Cycles now = counter.Now;
        peer.Sender.TransmitQueued(now);
        Arm(peer.Sender.Deadline, now);
    }

    /// <summary>Whether all other nodes have acknowledged everything that was sent to them.</summary>
    public bool IsAllIdle
    {
        get
        {
            transmitter.Acquire();
            bool idle = true;
            foreach (Peer peer in Peers) idle &= peer.Sender.IsIdle;
            transmitter.Release();
            return idle;
        }
    }

    /// <summary>From now on <see cref="IsBehindMark"/> says whether the others have taken all that this node has sent them until now.</summary>
    internal void Mark()
    {
        transmitter.Acquire();
        foreach (Peer peer in Peers) peer.Sender.Mark();
        transmitter.Release();
    }

    /// <summary>Whether all that was sent to the others up to the last <see cref="Mark"/> has been dealt with there.</summary>
    internal bool IsBehindMark
    {
        get
        {
            transmitter.Acquire();
            bool isBehind = true;
            foreach (Peer peer in Peers) isBehind &= peer.Sender.IsBehindMark;
            transmitter.Release();
            return isBehind;
        }
    }

    /// <summary>Whether <paramref name="node"/> has acknowledged everything that was sent to it.</summary>
    public bool IsIdle(NodeId node)
    {
        if (!TryFind(node, out Peer? peer)) return true;
        transmitter.Acquire();
        bool idle = peer.Sender.IsIdle;
        transmitter.Release();
        return idle;
    }

    /// <summary>For how long <paramref name="peer"/> has left frames unacknowledged, in milliseconds that this node ran; 0 if it has not.</summary>
    internal ulong UnacknowledgedMilliseconds(Peer peer)
    {
        transmitter.Acquire();
        ulong milliseconds = peer.Sender.SilentMilliseconds;
        transmitter.Release();
        return milliseconds;
    }

    /// <summary>All other nodes.</summary>
    internal ReadOnlySpan<Peer> Peers => new(_connected, 0, Volatile.Read(ref _connectedCount));

    /// <summary>Sends each other node an acknowledgement, whether there is anything to acknowledge or not: it hears that this node runs.</summary>
    internal void LetHear()
    {
        transmitter.Acquire();
        foreach (Peer peer in Peers) Acknowledge(peer);
        transmitter.Release();
    }

    /// <summary>The queues to and from <paramref name="node"/>, unless it is this node or none that is there.</summary>
    internal bool TryFind(NodeId node, [NotNullWhen(true)] out Peer? peer)
    {
        peer = node.Value < NodeId.MaximumNodes ? _peers[node.Value] : null;
        return peer is not null;
    }

    /// <summary>
    /// Takes note of a valid frame from <paramref name="peer"/>: that it lives, and what it acknowledges. Under <see cref="LockRank.Receive"/>; <see cref="Flush"/> follows.
    /// </summary>
    internal static void Hear(Peer peer, in FrameHeader header, Cycles now)
    {
        peer.Receiver.LastHeard = now;
        if ((header.Flags & FrameFlags.Acknowledges) != 0) peer.Sender.Hear(header.Arrived, (header.Flags & FrameFlags.Gap) != 0);
    }

    /// <summary>Whether a message from <paramref name="peer"/> may be taken, whatever it leads to: if there was no room, what it acknowledges may make some.</summary>
    internal bool HasRoom(Peer peer, Cycles now)
    {
        if (pool.MayTake) return true;
        transmitter.Acquire();
        peer.Sender.TakeAcknowledgements(now);
        transmitter.Release();
        return pool.MayTake;
    }

    /// <summary>After received frames were handled: takes the acknowledgements heard, sends what the window and the ring now allow, and the acknowledgements that are due.</summary>
    /// <returns>The nodes to which the way was full when somebody asked, and is no longer.</returns>
    internal NodeSet Flush(Cycles now)
    {
        transmitter.Acquire();
        Arm(ServePeers(now, false), now);
        room.Wake();
        NodeSet roomy = NodeSet.Empty;
        foreach (Peer peer in Peers)
        {
            if (peer.Sender.TakeRoom()) roomy = roomy.With(peer.Node);
        }
        transmitter.Release();
        return roomy;
    }

    /// <summary>See <see cref="IMessenger.HasRoom"/>.</summary>
    public bool HasRoom(NodeId to) => TryFind(to, out Peer? peer) && peer.Sender.HasRoom();

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        transmitter.Acquire();
        Cycles next = Cycles.Never;

        // Another CPU may have armed the timer since: then it does the work, and this deadline was left over.
        if (_armed <= now)
        {
            next = ServePeers(now, true);
            _armed = next;
        }
        transmitter.Release();
        return next;
    }

    private Cycles ServePeers(Cycles now, bool deadlines)
    {
        Cycles next = Cycles.Never;
        Cycles latest = now + _acknowledgeAfter;
        foreach (Peer peer in Peers)
        {
            peer.Sender.TakeAcknowledgements(now);
            if (deadlines) peer.Sender.OnDeadline(now);
            else peer.Sender.TransmitQueued(now);
            if (pool.MayTake) peer.Receiver.EndDeferral();
            if (peer.Receiver.IsDue(options.AcknowledgeAfterFrames, now, latest)) Acknowledge(peer);
            next = Earlier(next, Earlier(peer.Sender.Deadline, peer.Receiver.DueAt));
        }
        return next;
    }

    private void Queue(Peer peer, MessageKind kind, FramePart part, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content, PhysicalAddress pinned)
    {
        FrameHeader header = NewHeader(peer, kind);
        header.ContentOffset = part.Offset;
        if (part.MoreFollows) header.Flags = FrameFlags.MoreFollows;
        peer.Sender.Queue(in header, part.Offset == 0 ? body : default, content.Slice(part.Offset, part.Bytes), pinned);
    }

    // What was heard already is taken first: most often the content's receiver has answered.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void TakeOut(PhysicalAddress content)
    {
        transmitter.Acquire();
        Cycles now = counter.Now;
        foreach (Peer peer in Peers) peer.Sender.TakeAcknowledgements(now);
        if (pool.MayBePinned(content))
        {
            foreach (Peer peer in Peers) peer.Sender.TakeOut(content);
        }
        transmitter.Release();
    }

    private void Acknowledge(Peer peer)
    {
        ulong arrived = peer.Receiver.Arrived;
        bool gap = peer.Receiver.ReportsGap;
        FrameHeader header = NewHeader(peer, (MessageKind)ControlKind.Acknowledgement);
        header.Arrived = arrived;
        header.Flags = FrameFlags.Acknowledges | (gap ? FrameFlags.Gap : FrameFlags.None);
        if (transmitter.TrySendHeld(peer.Address, in header, default, default)) peer.Receiver.Told(arrived, gap);
    }

    private FrameHeader NewHeader(Peer peer, MessageKind kind)
    {
        FrameHeader header = transmitter.NewHeader(peer.Node, kind);
        header.Epoch = peer.Epoch;
        return header;
    }

    private void Arm(Cycles deadline, Cycles now)
    {
        if (deadline >= Cycles.Never) return;
        if (deadline < _armed)
        {
            _armed = deadline;
            timers.Request(this, deadline);
        }
        else if (now > _armed + _lapse)
        {
            // The CPU that armed the timer does not get to it: then this one does, at once. If it is this very one, its timer is due already: what that is armed for stays, or it would find nothing to do.
            timers.Request(this, now);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void RefuseReceiver(NodeId to, MessageKind kind) => Panic.Fail($"a message of kind {(uint)kind} to {to}, which is no other node of this cluster");

    private static Cycles Earlier(Cycles left, Cycles right) => left < right ? left : right;
}
