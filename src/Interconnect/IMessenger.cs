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
    /// Sends a message. The bytes are copied before it returns. May be called with locks up to <see cref="LockRank.Timers"/> exclusive of
    /// <see cref="LockRank.Transmit"/> held.
    /// </summary>
    /// <param name="to">Another node; never this one.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="body">Its fixed part: at most <see cref="MaximumBodyBytes"/>.</param>
    /// <param name="page">A page that goes with it: empty, or <see cref="PageNumber.PageBytes"/> bytes.</param>
    /// <exception cref="PanicException">If the bounded queue to that node is full: the layers above keep fewer messages under way than it holds.</exception>
    void Send(NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page = default);

    /// <summary>The most bytes of a message's fixed part.</summary>
    const int MaximumBodyBytes = 128;
}
