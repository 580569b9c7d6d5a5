using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// Starts the interconnect's components in the order they need: once at boot, when the interrupt controller and the timers are initialized. Afterwards the log
/// reaches the host, and <see cref="Membership.Discover"/> may be called.
/// </summary>
/// <param name="link">The network interface.</param>
/// <param name="memory">Where its buffers come from.</param>
/// <param name="transmitter">The transmit side.</param>
/// <param name="logSink">The log's way to the host.</param>
/// <param name="trace">The recording's way to the host.</param>
/// <param name="delivery">Reliable delivery.</param>
/// <param name="watch">Who is silent.</param>
/// <param name="gathering">Messages of single bytes.</param>
/// <param name="receiver">The receive side.</param>
/// <param name="panics">A panic's way out, and in.</param>
/// <param name="membership">Bring-up.</param>
/// <param name="shutdown">The end.</param>
/// <param name="interrupt">The network interface's interrupt.</param>
public sealed class InterconnectStart(
    ILink link, IPhysicalMemory memory, Transmitter transmitter, HostLogSink logSink, HostTraceSink trace, ReliableDelivery delivery, PeerWatch watch, Gathering gathering, FrameReceiver receiver, PanicBroadcast panics,
    Membership membership,
    ClusterShutdown shutdown, LinkInterruptHandler interrupt)
{
    /// <summary>Initializes the link and all components. Boot only.</summary>
    public void Initialize()
    {
        link.Initialize(memory, FrameCodec.MaximumPlainFrameBytes, FrameCodec.PayloadOffset);
        transmitter.Initialize();
        panics.Initialize();
        logSink.Initialize();
        trace.Initialize();
        delivery.Initialize();
        watch.Initialize();
        gathering.Initialize();
        receiver.Initialize();
        membership.Initialize();
        shutdown.Initialize();
        interrupt.Initialize();
    }
}
