namespace Pilevisor.Coherence;

/// <summary>What a node is told about its part of the memory aggregation.</summary>
/// <param name="cacheBytes">RAM for other nodes' pages; at least <see cref="FrameCache.MinimumFrames"/> pages where there are other nodes. Never more than
/// those have.</param>
/// <param name="holdMicroseconds">How long <see cref="IHoldPolicy"/> holds a page, if it goes by that. With 0 a page that several nodes write may leave before the CPU that asked for it got to use it, again and again: for experiments only.</param>
public sealed class MemoryAggregationOptions(ulong cacheBytes, ulong holdMicroseconds)
{
    /// <summary>RAM for other nodes' pages, in bytes.</summary>
    public ulong CacheBytes { get; } = cacheBytes;

    /// <summary>How long a page just won may not leave, if the hold policy goes by that.</summary>
    public ulong HoldMicroseconds { get; } = holdMicroseconds;
}
