namespace Pilevisor.Kernel;

/// <summary>Lets each CPU's deadline timer interrupt it.</summary>
/// <param name="controller">Interrupts.</param>
/// <param name="timer">The timer of each CPU.</param>
/// <param name="processor">The CPU this runs on.</param>
public sealed class DeadlineInterrupt(IInterruptController controller, IDeadlineTimer timer, IProcessor processor)
{
    /// <summary>Enables it on the calling CPU. Boot only.</summary>
    [Starts(BootPhase.MachineCpu)]
    public void InitializeCpu() => controller.Enable(timer.Interrupt, InterruptTrigger.Level, processor.Current);
}
