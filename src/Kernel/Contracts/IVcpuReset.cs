namespace Pilevisor.Kernel;

/// <summary>The calling CPU's EL1 and EL0 state, which its vCPU's next start begins with.</summary>
public interface IVcpuReset
{
    /// <summary>
    /// Puts the system registers that the guest sees into their reset state: SCTLR_EL1 with MMU and caches off, CNTV_CTL_EL0 off, the virtual MPIDR and MIDR
    /// set. General-purpose registers, PC and PSTATE are the
    /// <see cref="TrapFrame"/>'s, the virtual CPU interface is the virtual interrupt controller's.
    /// </summary>
    void ResetCurrent();

    /// <summary>SCTLR_EL1.EE: whether data accesses at EL1 are big-endian. Set after a reset, which makes them little-endian.</summary>
    bool IsBigEndian { get; set; }
}
