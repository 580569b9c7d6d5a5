using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>The guest's RAM over all nodes. The image chooses protocol, page geometry and prefetch policy.</summary>
[Module]
[Singleton<MemoryAggregationOptions>(Factory = nameof(ReadOptions))]
[Singleton<OwnerDirectoryOptions>(Factory = nameof(DefaultOwnerDirectory))]
[Singleton<WindowMap>]
[Singleton<PageRecords>]
[Singleton<FrameCache>]
[Singleton<NodeMemory>]
[Singleton<IProtocolWorld, NodeMemory>]
[Singleton<HeldPages>]
[Singleton<HoldTimer>]
[Singleton<FaultWaiters>]
[Singleton<CoherenceGate>]
[Singleton<CoherenceReceiver>]
[Singleton<FrameReclaimer>]
[Singleton<Prefetcher>]
[Singleton<PageFaults>]
[Singleton<MemoryAggregation>]
[Singleton<IGuestMemory, MemoryAggregation>]
public interface IAggregatedMemory
{
    /// <summary>Cache and hold as the hypervisor's options say.</summary>
    static MemoryAggregationOptions ReadOptions(BootOptions options) => new(options.CacheBytes, options.HoldMicroseconds);

    /// <summary>Both of the owner directory's shortcuts.</summary>
    static OwnerDirectoryOptions DefaultOwnerDirectory() => new(exclusiveZeroReads: true, migratoryReads: true);
}
