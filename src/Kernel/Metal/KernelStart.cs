namespace Pilevisor.Kernel.Metal;

/// <summary>Starts the kernel's components in the order they need: panics are reported first, then EL2 gets its own translation, then interrupts and time.</summary>
/// <param name="console">This machine's serial port, which shows panics.</param>
/// <param name="panics">Reports panics.</param>
/// <param name="translation">EL2's own.</param>
/// <param name="secondaries">The further CPUs, whose stacks the translation must know.</param>
/// <param name="controller">Interrupts.</param>
/// <param name="timers">EL2's deadlines.</param>
/// <param name="deadlineTimer">The timer of each CPU.</param>
/// <param name="running">When this node ran.</param>
/// <param name="waits">Waiting.</param>
/// <param name="time">Guest time.</param>
/// <param name="traps">Where the vectors lead.</param>
/// <param name="processor">The CPU this runs on.</param>
public sealed class KernelStart(
    IConsole console, PanicReporter panics, HypervisorTranslation translation, SecondaryCpus secondaries, IInterruptController controller, Timers timers, IDeadlineTimer deadlineTimer, RunningTime running, Waits waits,
    GuestTime time, TrapCore traps, IProcessor processor)
{
    /// <summary>What the CPUs share, and the booting CPU's own part. Once, first of all.</summary>
    public void Initialize()
    {
        console.Initialize();
        panics.Initialize();
        secondaries.Initialize();
        translation.Initialize();
        controller.InitializeDistributor();
        timers.Initialize();
        running.Initialize();
        waits.Initialize();
        time.Initialize();
        traps.Initialize();
        InitializeCpu();
    }

    /// <summary>The calling CPU's own part. On every CPU.</summary>
    public void InitializeCpu()
    {
        controller.InitializeCpu();
        controller.Enable(deadlineTimer.Interrupt, InterruptTrigger.Level, processor.Current);
    }

    /// <summary>Starts the further CPUs in <paramref name="main"/>. From now on this CPU serves its timers: boot's long steps are over.</summary>
    public void StartSecondaries(ICpuMain main)
    {
        secondaries.Start(main);
        running.Begin();
    }
}
