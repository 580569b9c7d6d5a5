namespace Pilevisor.Kernel;

/// <summary>What a CPU has to do before it enters its guest: see <see cref="EntryWork"/>.</summary>
public enum EntryReason
{
    /// <summary>Guest time was stepped: CNTVOFF_EL2 has to be loaded.</summary>
    Time,

    /// <summary>The vCPU's interrupts have changed: list registers have to be read back and filled.</summary>
    Interrupts,

    /// <summary>Something was left to be done where waiting is possible.</summary>
    Deferred,
}
