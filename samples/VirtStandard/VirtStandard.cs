using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>QEMU virt machines as one, as VirtCluster is, on a network of standard frames.</summary>
[Image]
[Import<IQemuVirtBoard>]
[Import<IDefaultGuest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, SmallPages>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, StandardFrames>]
internal sealed partial class VirtStandard;
