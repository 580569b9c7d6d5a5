namespace Pilevisor.Kernel;

/// <summary>
/// The parts of boot, in order. A component says in which one it starts (<see cref="StartsAttribute"/>); whoever runs the image goes through them (<see cref="IBootSequence"/>). What a phase
/// can rely on is what the phases before it started.
/// </summary>
public enum BootPhase
{
    /// <summary>What shows that the rest went wrong: the console, and whoever reports panics. Nothing else is there.</summary>
    Diagnostics,

    /// <summary>This machine: its stacks, EL2's own translation, interrupts, time, and where exceptions lead.</summary>
    Machine,

    /// <summary>What the node says to others, and hears. Other machines are not known yet.</summary>
    Interconnect,

    /// <summary>The guest's RAM: the cluster is described, and stage 2 is there.</summary>
    Memory,

    /// <summary>The guest's machine: devices, and who handles its traps. Its RAM can be used.</summary>
    Guest,

    /// <summary>A CPU's own part: on the booting CPU when all others are over, on each further CPU when it is started.</summary>
    EveryCpu,
}
