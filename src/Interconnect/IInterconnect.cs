using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Messages between nodes, bring-up, and the way to the host. The image chooses the transport, and may choose the frames' security.</summary>
[Module]
[Singleton<ClusterDescription>]
[Singleton<ICluster, ClusterDescription>]
[Singleton<GuestChoice>]
[Singleton<FrameCodec>]
[Singleton<IFrameSecurity, OpenFrames>]
[Singleton<Strangers>]
[Singleton<Transmitter>]
[Singleton<MessageTable>]
[Singleton<FramePool>]
[Singleton<MessageRoom>]
[Singleton<FrameReceiver>]
[Singleton<ReliableDelivery>]
[Singleton<DeliveryOptions>(Factory = nameof(DefaultDelivery))]
[Singleton<PeerWatch>]
[Singleton<Gathering>]
[Singleton<IMessenger, Messenger>]
[Singleton<HostChannel>]
[Singleton<HostLogSink>]
[Singleton<ILogSink, HostLogSink>]
[Singleton<HostTraceOptions>(Factory = nameof(CreateTraceOptions))]
[Singleton<HostTraceSink>]
[Singleton<ITraceSink, HostTraceSink>]
[Singleton<PanicBroadcast>]
[Singleton<IPanicBroadcast, PanicBroadcast>]
[Singleton<ClusterViews>]
[Singleton<IDepartureSteps, ClusterViews>]
[Singleton<NodeFarewell>]
[Singleton<MachineEndings>]
[Singleton<Membership>]
[Singleton<CounterSender>]
[Singleton<LiveCounters>]
[Singleton<ClusterShutdown>]
[Singleton<IClusterShutdown, ClusterShutdown>]
[Singleton<LinkInterruptHandler>]
public interface IInterconnect
{
    /// <summary>The bounds and times of reliable delivery.</summary>
    static DeliveryOptions DefaultDelivery() => new();

    /// <summary>What this machine's boot options say.</summary>
    static HostTraceOptions CreateTraceOptions(BootOptions options) => new(options.Records);
}
