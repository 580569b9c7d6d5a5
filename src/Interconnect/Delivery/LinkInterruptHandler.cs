using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The network interface's interrupt: frames have arrived.</summary>
/// <param name="link">The interface.</param>
/// <param name="receiver">Handles the frames.</param>
/// <param name="router">Where the interrupt is registered.</param>
/// <param name="controller">Where it is enabled.</param>
/// <param name="waits">CPUs that wait, most often for a frame.</param>
public sealed class LinkInterruptHandler(ILink link, FrameReceiver receiver, IInterruptRouter router, IInterruptController controller, IWaits waits) : InterruptHandler
{
    /// <summary>Registers and enables the interrupt, on the CPU that booted. Boot only, after the link and the receiver are initialized, and all that take frames.</summary>
    [Starts(BootPhase.Interconnect), After<Membership>, After<LiveCounters>, After<PanicBroadcast>]
    public void Initialize()
    {
        router.Register(link.Interrupt, this);

        // The line stays up until it is acknowledged at the device, whatever the device tree calls it: as a level it cannot be missed.
        controller.Enable(link.Interrupt, InterruptTrigger.Level, default);
        waits.Follow(link.Interrupt, InterruptTrigger.Level);
    }

    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        // First quiet, then look: what arrives in between raises it again.
        link.AcknowledgeInterrupt();
        receiver.Poll();
        return InterruptOutcome.Completed;
    }
}
