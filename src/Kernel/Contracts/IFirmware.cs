namespace Pilevisor.Kernel;

/// <summary>What the machine's firmware does for EL2: it holds the further CPUs, by its own PSCI or in a spin table.</summary>
public interface IFirmware
{
    /// <summary>Starts <paramref name="cpu"/>, which has not been started before, at <paramref name="entry"/>: at EL2, with its MMU off and with anything in its registers.</summary>
    /// <returns>Whether the firmware accepted.</returns>
    bool TryStartCpu(CpuIndex cpu, PhysicalAddress entry);
}
