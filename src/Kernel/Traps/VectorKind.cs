namespace Pilevisor.Kernel;

/// <summary>The entries of the vector table, in its order (Arm ARM, table D1-6).</summary>
public enum VectorKind : byte
{
    /// <summary>Synchronous, from EL2 with SP_EL0: never used.</summary>
    Sp0Synchronous,

    /// <summary>IRQ, from EL2 with SP_EL0.</summary>
    Sp0Irq,

    /// <summary>FIQ, from EL2 with SP_EL0.</summary>
    Sp0Fiq,

    /// <summary>SError, from EL2 with SP_EL0.</summary>
    Sp0SError,

    /// <summary>Synchronous, from EL2: a bug.</summary>
    HypervisorSynchronous,

    /// <summary>IRQ, from EL2: masked, never taken.</summary>
    HypervisorIrq,

    /// <summary>FIQ, from EL2: masked, never taken.</summary>
    HypervisorFiq,

    /// <summary>SError, from EL2.</summary>
    HypervisorSError,

    /// <summary>Synchronous, from the guest in AArch64.</summary>
    GuestSynchronous,

    /// <summary>IRQ, from the guest in AArch64.</summary>
    GuestIrq,

    /// <summary>FIQ, from the guest in AArch64.</summary>
    GuestFiq,

    /// <summary>SError, from the guest in AArch64.</summary>
    GuestSError,

    /// <summary>Synchronous, from the guest in AArch32: not offered to it.</summary>
    Guest32Synchronous,

    /// <summary>IRQ, from the guest in AArch32.</summary>
    Guest32Irq,

    /// <summary>FIQ, from the guest in AArch32.</summary>
    Guest32Fiq,

    /// <summary>SError, from the guest in AArch32.</summary>
    Guest32SError,
}
