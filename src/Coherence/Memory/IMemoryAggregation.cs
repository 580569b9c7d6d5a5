using Pilevisor.Composition;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Memory aggregation without its policies: an image that imports this adds an <see cref="ICoherenceProtocol"/>, an <see cref="IPageGeometry"/>, an
/// <see cref="IPrefetchPolicy"/>, an <see cref="IHoldPolicy"/> and an <see cref="IRunPolicy"/>, with their options.
/// </summary>
[Module]
[Singleton<MemoryAggregationOptions>(Factory = nameof(CreateOptions))]
[Singleton<WindowMap>]
[Singleton<PageRecords>]
[Singleton<RecentWaits>]
[Singleton<IRecentWaits, RecentWaits>]
[Singleton<PageWaits>]
[Singleton<IHotPages, PageWaits>]
[Singleton<FrameCache>]
[Singleton<HeldPages>]
[Singleton<PinnedPages>]
[Singleton<FaultWaiters>]
[Singleton<RunKeeper>]
[Singleton<UnitReturns>]
[Singleton<AccessRecorder>]
[Singleton<MessageAtHand>]
[Singleton<NodeMemory>]
[Singleton<IProtocolWorld, NodeMemory>]
[Singleton<CoherenceGate>]
[Singleton<FrameReclaimer>]
[Singleton<Prefetcher>]
[Singleton<UnitSplitter>]
[Singleton<PageFaults>]
[Singleton<PagePinner>]
[Singleton<CoherenceReceiver>]
[Singleton<HoldTimer>]
[Singleton<MemoryAggregation>]
[Singleton<IGuestMemory, MemoryAggregation>]
public interface IMemoryAggregation
{
    /// <summary>What this machine's boot options say.</summary>
    static MemoryAggregationOptions CreateOptions(BootOptions options) => new(options.CacheBytes, options.HoldMicroseconds);
}
