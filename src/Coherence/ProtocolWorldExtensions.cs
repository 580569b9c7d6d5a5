using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>What several protocols do with their world.</summary>
public static class ProtocolWorldExtensions
{
    /// <summary>Strikes off those who are gone: a set that came in a message may be older than that.</summary>
    public static void StrikeOffGone(this IProtocolWorld world, NodeSetView copies)
    {
        foreach (NodeId node in copies)
        {
            if (world.IsGone(node)) copies.Remove(node);
        }
    }
}
