using System.Runtime.CompilerServices;

namespace Pilevisor.Interconnect;

/// <summary>
/// What must be the same on all nodes, because the guest believes it runs on one machine: ID registers, cache geometry, the image's identity. Unused places are
/// zero.
/// </summary>
[InlineArray(Count)]
public struct NodeFeatures
{
    /// <summary>How many places there are.</summary>
    public const int Count = 8;

    private ulong _first;
}
