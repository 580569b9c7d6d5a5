using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The machine's serial port has received something, or has room again: on the leader the guest's port sees to it.</summary>
/// <param name="uart">The guest's port.</param>
/// <param name="console">The machine's.</param>
/// <param name="cluster">Which node is this.</param>
/// <param name="router">Where it registers.</param>
/// <param name="controller">Lets the interrupt through.</param>
public sealed class ConsoleInterrupt(VirtualPl011 uart, IConsole console, ICluster cluster, IInterruptRouter router, IInterruptController controller) : InterruptHandler
{
    /// <summary>Turns the port on, if this is the leader. Boot only, once the cluster is known.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        if (cluster.Self != NodeId.Leader) return;
        console.Initialize();
        router.Register(console.Interrupt, this);
        controller.Enable(console.Interrupt, InterruptTrigger.Level, new CpuIndex(0));
        uart.ServePort();
    }

    /// <inheritdoc/>
    public override InterruptOutcome Handle(InterruptId interrupt)
    {
        uart.ServePort();
        return InterruptOutcome.Completed;
    }
}
