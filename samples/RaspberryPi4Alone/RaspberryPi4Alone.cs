using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>One Raspberry Pi 4 without its network: for a look at a board alone, and for QEMU, which emulates none.</summary>
[Image]
[Import<IRaspberryPi4Board>]
[Import<IGicV2Guest>]
[Import<Quality>]
[Singleton<ILink, NoNetwork>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, SmallPages>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, StandardFrames>]
internal sealed partial class RaspberryPi4Alone;
