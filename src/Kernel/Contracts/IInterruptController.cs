namespace Pilevisor.Kernel;

/// <summary>The physical interrupt controller, as EL2 uses it: priority drop and deactivation apart (EOImode 1).</summary>
public interface IInterruptController
{
    /// <summary>Sets up what the CPUs share. Once, on the CPU that booted.</summary>
    [Starts(BootPhase.Machine)]
    void InitializeDistributor();

    /// <summary>Sets up the calling CPU's own part: its private interrupts and its CPU interface, the kick SGI on.</summary>
    [Starts(BootPhase.MachineCpu)]
    void InitializeCpu();

    /// <summary>Lets <paramref name="interrupt"/> through: a private one to the calling CPU, an SPI to <paramref name="target"/>, also if it went to another CPU before. One CPU at a time for an interrupt.</summary>
    /// <param name="interrupt">Which.</param>
    /// <param name="trigger">Level or edge.</param>
    /// <param name="target">The CPU that takes an SPI; ignored for private interrupts.</param>
    void Enable(InterruptId interrupt, InterruptTrigger trigger, CpuIndex target);

    /// <summary>Takes the highest pending interrupt (ICC_IAR1_EL1, GICC_IAR); a special INTID if there is none.</summary>
    InterruptId Acknowledge();

    /// <summary>Priority drop (ICC_EOIR1_EL1, GICC_EOIR) of an acknowledged interrupt.</summary>
    void DropPriority(InterruptId interrupt);

    /// <summary>Deactivation (ICC_DIR_EL1, GICC_DIR) of an acknowledged interrupt that was not handed to the guest.</summary>
    void Deactivate(InterruptId interrupt);

    /// <summary>Interrupts <paramref name="cpu"/> (SGI 0), so that it leaves its guest or its wait and looks around.</summary>
    void Kick(CpuIndex cpu);
}
