using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Reliable messages between nodes: each arrives once, and those from one node to another arrive in the order they were sent. Sending never waits for the
/// network.
/// </summary>
public interface IMessenger
{
    /// <summary>From now on messages of <paramref name="kind"/>, which look like <paramref name="shape"/>, go to <paramref name="handler"/>. Boot only.</summary>
    /// <exception cref="PanicException">If the kind already has a handler.</exception>
    void Register(MessageKind kind, MessageShape shape, MessageHandler handler);

    /// <summary>
    /// Makes room for the messages of one sender. Each says, once the cluster is known, how many of its own can be on their way to other nodes at most, all together: see <see cref="FramePool"/>. Boot only.
    /// </summary>
    /// <param name="messages">How many without content.</param>
    /// <param name="contents">How many with content.</param>
    /// <param name="contentBytes">How many bytes that has: whole pages.</param>
    void Reserve(int messages, int contents = 0, int contentBytes = (int)GranuleNumber.Bytes);

    /// <summary>
    /// Returns when something may be started that leads to messages: at once, except when very many wait already. Asked by those whose messages are answered by other nodes than the one they go to, since what such an answer
    /// leaves unacknowledged is bounded by nothing else. No lock may be held.
    /// </summary>
    void AwaitRoom();

    /// <summary>Whether <see cref="AwaitRoom"/> would return at once: for who must not wait, and comes back later.</summary>
    bool MayStart { get; }

    /// <summary>From now on <paramref name="handler"/> hears of every way that has room again. Boot only.</summary>
    /// <exception cref="PanicException">If there is one already.</exception>
    void Register(RoomHandler handler);

    /// <summary>
    /// Whether a message may be sent to <paramref name="to"/> by whoever's messages nothing else bounds: fewer than <see cref="RoomMessages"/> frames to it are not acknowledged. Who is told no keeps what it has, and the
    /// <see cref="RoomHandler"/> is called once there is room. Who asks and then sends does both under one lock of its own, so that it has <see cref="RoomMessages"/> to each node on their way at most, for which it reserves.
    /// </summary>
    bool HasRoom(NodeId to);

    /// <summary>
    /// Sends a message. The bytes are copied before it returns, but for a content that is pinned if the link can do without a copy: the network interface then reads it where it is, now and whenever the message has to be sent again. May be called with locks up to <see cref="LockRank.Timers"/> exclusive of
    /// <see cref="LockRank.Transmit"/> held.
    /// </summary>
    /// <param name="to">Another node; never this one.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="body">Its fixed part: at most <see cref="MaximumBodyBytes"/>, with content <see cref="MaximumBodyBytesWithPage"/>.</param>
    /// <param name="content">What goes with it: nothing, or as many bytes as its sender has reserved for.</param>
    /// <param name="pinned">Where the content is, cleaned to the point of coherency, if nobody writes it before <see cref="Unpin"/>.</param>
    /// <exception cref="PanicException">If there is no room: some sender has more under way than it reserved.</exception>
    void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content = default, PhysicalAddress pinned = default);

    /// <summary>
    /// The content at <paramref name="content"/>, as it was sent, is about to be written: what is to be sent of it and was not acknowledged yet is copied first. That waits for nobody but the own network interface. No other CPU may send it meanwhile; locks as for
    /// <see cref="Send"/>.
    /// </summary>
    void Unpin(PhysicalAddress content);

    /// <summary>
    /// Sends a byte as one of several of a message whose body is a <see cref="GatheredBytes"/>. The message leaves when it is full, before any other message of this node, and in any case soon: to everybody else it is as
    /// if each byte were sent at once. Locks up to <see cref="LockRank.Trace"/> may be held.
    /// </summary>
    void Gather(NodeId to, MessageKind kind, byte value);

    /// <summary>The most messages to one node that whoever asks <see cref="HasRoom"/> has on their way.</summary>
    const int RoomMessages = 32;

    /// <summary>The most bytes of a message's fixed part.</summary>
    const int MaximumBodyBytes = 128;

    /// <summary>The most bytes of a fixed part with which a page goes.</summary>
    const int MaximumBodyBytesWithPage = 40;
}
