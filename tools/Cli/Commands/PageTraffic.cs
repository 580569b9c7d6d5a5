using System;
using System.Collections.Generic;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>What a run moved between its machines.</summary>
/// <param name="Misses"><see cref="NodeCounts.Misses"/>.</param>
/// <param name="Messages">Frames sent.</param>
/// <param name="Bytes">Their bytes on the wire.</param>
internal sealed record PageTraffic(ulong Misses, ulong Messages, ulong Bytes)
{
    /// <summary>Of all nodes together.</summary>
    public static PageTraffic Of(IEnumerable<NodeCounts> nodes)
    {
        NodeCounts sum = NodeCounts.Sum(nodes);
        return new(sum.Misses, Total(sum.Messages), Total(sum.MessageBytes));
    }

    private static ulong Total(ReadOnlySpan<ulong> kinds)
    {
        ulong total = 0;
        foreach (ulong kind in kinds) total += kind;
        return total;
    }
}
