namespace Pilevisor.Kernel;

/// <summary>What the machine's firmware does for EL2: its own PSCI, or a spin table.</summary>
public interface IFirmware
{
    /// <summary>Starts the CPU with affinity <paramref name="mpidr"/> at <paramref name="entry"/> (EL2, MMU off) with <paramref name="context"/> in x0.</summary>
    /// <returns>Whether the firmware accepted.</returns>
    bool TryStartCpu(ulong mpidr, PhysicalAddress entry, ulong context);

    /// <summary>Powers this machine off; does not return.</summary>
    void PowerOff();

    /// <summary>Resets this machine; does not return.</summary>
    void Reset();
}
