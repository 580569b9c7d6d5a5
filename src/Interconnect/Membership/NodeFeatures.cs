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
    public const int Count = 9;

    /// <summary>The place of a check of the image's identity: the nodes' images are one.</summary>
    public const int Image = Count - 1;

    private ulong _first;
}
