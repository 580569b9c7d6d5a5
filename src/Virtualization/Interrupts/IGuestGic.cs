namespace Pilevisor.Virtualization;

/// <summary>Which interrupt controller the guest sees, as far as it matters to what both kinds have in common.</summary>
public interface IGuestGic
{
    /// <summary>Its name, for people.</summary>
    string Name { get; }

    /// <summary>The most vCPUs that it serves, those of all nodes together.</summary>
    uint MostVcpus { get; }

    /// <summary>Whether interrupts are in Group 1 until the guest says otherwise; else in Group 0.</summary>
    bool StartsInGroup1 { get; }

    /// <summary>The most that ID_AA64PFR0_EL1.GIC and ID_PFR1_EL1.GIC say: 1 if the guest uses its CPU interface by system registers, 0 if it does not.</summary>
    ulong SystemRegisterInterface { get; }

    /// <summary>Finds the vCPU that an SPI is for, by what the guest wrote to the register that says so: GICD_IROUTER or GICD_ITARGETSR.</summary>
    /// <returns>False if there is none; the vCPU may be one that nobody runs at the moment.</returns>
    bool TryFindTarget(ulong route, out VcpuId target);
}
