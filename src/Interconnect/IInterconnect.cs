using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Messages between nodes, bring-up, and the way to the host. The image chooses the transport.</summary>
[Module]
[Singleton<ClusterDescription>]
[Singleton<ICluster, ClusterDescription>]
[Singleton<FrameCodec>]
[Singleton<Transmitter>]
[Singleton<MessageTable>]
[Singleton<FrameReceiver>]
[Singleton<ReliableDelivery>]
[Singleton<DeliveryOptions>(Factory = nameof(DefaultDelivery))]
[Singleton<PeerWatch>]
[Singleton<IMessenger, Messenger>]
[Singleton<HostChannel>]
[Singleton<HostLogSink>]
[Singleton<ILogSink, HostLogSink>]
[Singleton<HostTraceOptions>(Factory = nameof(CreateTraceOptions))]
[Singleton<HostTraceSink>]
[Singleton<ITraceSink, HostTraceSink>]
[Singleton<PanicBroadcast>]
[Singleton<IPanicBroadcast, PanicBroadcast>]
[Singleton<Membership>]
[Singleton<CounterSender>]
[Singleton<ClusterShutdown>]
[Singleton<IClusterShutdown, ClusterShutdown>]
[Singleton<LinkInterruptHandler>]
[Singleton<InterconnectStart>]
public interface IInterconnect
{
    /// <summary>
    /// The bounds and times of reliable delivery. A node has a fault a CPU, 16 prefetches and 8 evictions under way, answers as many of its peer's, and what was delivered but not yet acknowledged still counts.
    /// </summary>
    static DeliveryOptions DefaultDelivery() => new() { QueuedFrames = 256 };

    /// <summary>What this machine's boot options say.</summary>
    static HostTraceOptions CreateTraceOptions(BootOptions options) => new(options.Records);
}
