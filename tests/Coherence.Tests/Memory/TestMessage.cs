using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>A message under way.</summary>
/// <param name="From">Who sent it.</param>
/// <param name="Kind">What it is.</param>
/// <param name="Body">Its fixed part.</param>
/// <param name="Frame">The frame its page is sent from.</param>
/// <param name="Page">What is in that frame at the moment; null if no page goes with it.</param>
internal sealed record TestMessage(NodeId From, MessageKind Kind, byte[] Body, PhysicalAddress Frame = default, Func<byte[]>? Page = null)
{
    /// <summary>What was in the frame before it was written; null if it was not.</summary>
    public byte[]? Copy { get; set; }

    /// <summary>What its receiver got.</summary>
    public byte[] Arrived { get; set; } = [];

    /// <summary>What its receiver gets if it is sent now.</summary>
    public byte[] Content => Copy ?? Page?.Invoke() ?? [];
}
