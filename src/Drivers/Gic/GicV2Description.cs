using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A GICv2 in the device tree: region 0 the distributor, 1 the CPU interface, 2 the virtual interface control, 3 the virtual CPU interface (Linux, arm,gic.yaml).</summary>
internal static class GicV2Description
{
    /// <summary>The distributor's region.</summary>
    public const int Distributor = 0;

    /// <summary>The CPU interface's region.</summary>
    public const int CpuInterface = 1;

    /// <summary>The virtual interface control's region.</summary>
    public const int VirtualControl = 2;

    /// <summary>The virtual CPU interface's region.</summary>
    public const int VirtualCpuInterface = 3;

    private const ulong WithDeactivation = 0x2000;
    private const ulong Aliased = 0x2_0000;
    private const uint LastAlias = 0xf000;

    /// <summary>Finds it, with at least so many register regions and interrupts.</summary>
    /// <exception cref="PanicException">If there is none; the text names it as <paramref name="what"/>.</exception>
    public static DeviceResource Require(IHardware hardware, string what, int regions, int interrupts) =>
        hardware.TryFind("arm,cortex-a15-gic"u8, 0, out _) ? hardware.Require("arm,cortex-a15-gic"u8, what, regions, interrupts) : hardware.Require("arm,gic-400"u8, what, regions, interrupts);

    /// <summary>
    /// Where the CPU interface begins whose GICC_DIR is 4 KiB behind. A GIC-400 on a bus that separates pages of 64 KiB shows its first page sixteen times, and the second behind that: the last of the sixteen is next to the second.
    /// </summary>
    /// <exception cref="PanicException">If the region has no GICC_DIR.</exception>
    public static PhysicalAddress CpuInterfaceOf(IMmio mmio, in DeviceResource gic)
    {
        PhysicalAddress start = gic.Regions[CpuInterface];
        ulong bytes = gic.RegionBytes[CpuInterface];
        if (bytes < WithDeactivation) Panic.Fail($"the interrupt controller's CPU interface at {start} has {bytes} bytes: GICC_DIR, at {(ulong)GicCpuInterfaceRegisters.Deactivate:x}, is needed");
        if (bytes < Aliased) return start;
        bool isAliased = mmio.Read32(start + GicCpuInterfaceRegisters.Implementer) == mmio.Read32(start + LastAlias + GicCpuInterfaceRegisters.Implementer);
        return isAliased ? start + LastAlias : start;
    }
}
