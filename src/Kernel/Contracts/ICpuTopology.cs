namespace Pilevisor.Kernel;

/// <summary>The physical CPUs of this machine.</summary>
public interface ICpuTopology
{
    /// <summary>How many are used: 1 to <see cref="CpuIndex.MaximumCpus"/>.</summary>
    int CpuCount { get; }

    /// <summary>MPIDR_EL1's affinity fields of <paramref name="cpu"/>.</summary>
    ulong Affinity(CpuIndex cpu);
}
