using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>QEMU virt machines as one, as VirtCluster is, with units of coherence of 2 MiB, for a guest of one CPU that has all nodes' memory.</summary>
[Image]
[Import<IQemuVirtBoard>]
[Import<IDefaultGuest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, Units2M>]
[Singleton<IPrefetchPolicy, NoPrefetch>]
[Singleton<IRunPolicy, NoRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, JumboFrames>]
internal sealed partial class VirtUnits2M;
