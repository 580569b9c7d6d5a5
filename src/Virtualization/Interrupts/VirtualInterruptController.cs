using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Connects the virtual interrupt controller to the machine: its physical interrupts and its messages.</summary>
/// <param name="router">Physical interrupts.</param>
/// <param name="controller">Lets them through.</param>
/// <param name="virtualInterface">Knows the maintenance interrupt.</param>
/// <param name="messenger">Messages.</param>
/// <param name="cluster">The nodes.</param>
/// <param name="messages">Their handler.</param>
/// <param name="maintenance">The maintenance interrupt's handler.</param>
/// <param name="timer">The virtual timer's handler.</param>
/// <param name="kick">The kicks' handler.</param>
public sealed class VirtualInterruptController(
    IInterruptRouter router,
    IInterruptController controller,
    IVirtualInterruptInterface virtualInterface,
    IMessenger messenger,
    ICluster cluster,
    InterruptMessages messages,
    MaintenanceInterrupt maintenance,
    GuestTimerInterrupt timer,
    KickInterrupt kick)
{
    private static InterruptId Timer => new(VirtualGic.TimerInterrupt);

    /// <summary>Registers the handlers. Boot only, before the first message can arrive.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        router.Register(virtualInterface.MaintenanceInterrupt, maintenance);
        router.Register(Timer, timer);
        router.Register(InterruptId.Kick, kick);
        messages.Initialize(messenger, cluster);
    }

    /// <summary>Turns the calling CPU's virtual CPU interface and its two interrupts on.</summary>
    [Starts(BootPhase.GuestCpu)]
    public void InitializeCpu()
    {
        virtualInterface.InitializeCpu();
        controller.Enable(virtualInterface.MaintenanceInterrupt, InterruptTrigger.Level, default);
        controller.Enable(Timer, InterruptTrigger.Level, default);
    }
}
