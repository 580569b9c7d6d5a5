using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>Versal boards as one: the owner directory over 4 KiB pages and jumbo frames.</summary>
[Image]
[Import<IVersalVirtBoard>]
[Import<IDefaultGuest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, SmallPages>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, JumboFrames>]
internal sealed partial class VersalCluster;
