using Pilevisor.Coherence;
using Pilevisor.Composition;
using Pilevisor.Drivers;
using Pilevisor.Interconnect;
using Pilevisor.Virtualization;

namespace Pilevisor.Samples;

/// <summary>Raspberry Pi 4 boards as one, whose guest has a GICv2, too: the owner directory over 4 KiB pages and standard frames.</summary>
[Image]
[Import<IRaspberryPi4Board>]
[Import<IGenetLink>]
[Import<IGicV2Guest>]
[Import<Quality>]
[Singleton<ICoherenceProtocol, OwnerDirectory>]
[Singleton<IPageGeometry, SmallPages>]
[Singleton<IPrefetchPolicy, HistoryPrefetch>]
[Singleton<IRunPolicy, GrowingRuns>]
[Singleton<IHoldPolicy, TimedHolds>]
[Singleton<ITransport, StandardFrames>]
internal sealed partial class RaspberryPi4;
