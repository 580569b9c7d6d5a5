using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>QEMU virt machines as one, as VirtCluster is, with the dynamic owner for a protocol: nobody manages a page, and hints lead to its owner.</summary>
[Image]
[Import<IQemuVirtBoard>]
[Import<IDefaultGuest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, DynamicOwner>]
[Singleton<IPageGeometry, SmallPages>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, JumboFrames>]
internal sealed partial class VirtDynamicOwner;
