using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>QEMU virt machines as one, as VirtCluster is, with units of coherence of 16 KiB.</summary>
[Image]
[Import<IQemuVirtBoard>]
[Import<IDefaultGuest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, Units16K>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, JumboFrames>]
internal sealed partial class VirtUnits16K;
