using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>QEMU virt machines as one, as VirtCluster is, with frames that nobody can forge or change: boots with a key (--key).</summary>
[Image]
[Import<IQemuVirtBoard>]
[Import<IDefaultGuest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, SmallPages>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, JumboFrames>]
[Singleton<IFrameSecurity, AuthenticatedFrames>]
internal sealed partial class VirtAuthenticated;
