using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Launch.Traces;

/// <summary>What was recorded.</summary>
/// <param name="Variant">The image that the nodes booted.</param>
/// <param name="Protocol">Its coherence protocol; null if that is not known.</param>
/// <param name="PageBytes">Bytes in a page: what coherence is kept in units of.</param>
/// <param name="Nodes">The nodes, by number.</param>
public sealed record TraceHeader(string Variant, string? Protocol, int PageBytes, IReadOnlyList<TraceNode> Nodes)
{
    /// <summary>Records that were lost, of all nodes together. A trace that lost some explains less than was counted.</summary>
    public ulong Lost => Nodes.Aggregate(0ul, (sum, node) => sum + node.Lost);

    /// <summary>The node in whose window <paramref name="page"/> lies; null if it lies in none.</summary>
    public NodeId? HomeOf(PageNumber page)
    {
        for (int i = 0; i < Nodes.Count; i++)
        {
            if (Nodes[i].IsHomeOf(page)) return new NodeId((ushort)i);
        }

        return null;
    }
}
