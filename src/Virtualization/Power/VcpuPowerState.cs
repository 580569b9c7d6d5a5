namespace Pilevisor.Virtualization;

/// <summary>Whether a vCPU runs, numbered as AFFINITY_INFO returns it (DEN0022, 5.1.5).</summary>
public enum VcpuPowerState : byte
{
    /// <summary>It runs, or waits for an interrupt.</summary>
    On = 0,

    /// <summary>It was not turned on, or has turned itself off.</summary>
    Off = 1,

    /// <summary>It was turned on; its CPU has not taken notice yet.</summary>
    OnPending = 2,
}
