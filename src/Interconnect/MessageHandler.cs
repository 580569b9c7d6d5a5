using System;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>What is done with messages of some kind.</summary>
public abstract class MessageHandler
{
    /// <summary>
    /// Deals with a message. Runs on whichever CPU took the frame, with <see cref="LockRank.Receive"/> held; must not wait. The spans are valid until it
    /// returns.
    /// </summary>
    public abstract void Receive(NodeId from, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> page);
}
