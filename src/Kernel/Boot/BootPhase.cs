namespace Pilevisor.Kernel;

/// <summary>
/// The parts of boot, in order. A component says in which one it starts (<see cref="StartsAttribute"/>); whoever runs the image goes through them (<see cref="IBootSequence"/>). What a phase
/// can rely on is what the phases before it started.
/// </summary>
public enum BootPhase
{
    /// <summary>What shows that the rest went wrong: the console, and whoever reports panics. Nothing else is there.</summary>
    Diagnostics,

    /// <summary>EL2's own translation, and what it must know: the further CPUs' stacks.</summary>
    Translation,

    /// <summary>This machine: interrupts, time, and where exceptions lead.</summary>
    Machine,

    /// <summary>A CPU's part of it: on the booting CPU at once, on each further CPU when it is started.</summary>
    MachineCpu,

    /// <summary>What the node says to others, and hears. Other machines are not known yet.</summary>
    Interconnect,

    /// <summary>The guest's RAM: the cluster is described, and stage 2 is there.</summary>
    Memory,

    /// <summary>The guest's machine: devices, and who handles its traps. Its RAM can be used.</summary>
    Guest,

    /// <summary>A CPU's part of it, before it becomes a vCPU.</summary>
    GuestCpu,
}
