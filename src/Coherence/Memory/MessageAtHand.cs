using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Which message the protocol is receiving, if any, for the text of a panic and nothing else: what cannot be is its sender's fault then. Under <see cref="LockRank.Coherence"/>.</summary>
/// <param name="windows">Knows the cluster.</param>
public sealed class MessageAtHand(WindowMap windows)
{
    private NodeId _from;
    private CoherenceBody _body;
    private bool _isAtHand;

    /// <summary>A message is being received.</summary>
    internal void Take(NodeId from, in CoherenceBody body)
    {
        _from = from;
        _body = body;
        _isAtHand = true;
    }

    /// <summary>The message was received.</summary>
    internal void PutDown() => _isAtHand = false;

    /// <summary>What cannot happen has happened.</summary>
    /// <exception cref="PanicException">Always; if a message is being received, it names the sender and what it sent.</exception>
    [DoesNotReturn]
    internal void Fail(scoped ref TextBuilder what)
    {
        if (!_isAtHand) Panic.Fail(ref what);
        ReadOnlySpan<byte> body = MemoryMarshal.AsBytes(new ReadOnlySpan<CoherenceBody>(in _body));
        new ReceivedMessage(_from, NodeMemory.KindOf(in _body.Message), body, default, windows.Cluster).Refuse(ref what);
    }
}
