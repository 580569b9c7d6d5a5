using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>What boot.S found, as factories for the image's wiring.</summary>
public static unsafe class BootEnvironment
{
    /// <summary>Reads the device tree that firmware passed in x0. On the CPU that booted.</summary>
    public static HardwareDescription ReadHardware() => HardwareDescription.At(DeviceTree(), Affinity());

    /// <summary>This machine's RAM, less what is taken at boot.</summary>
    public static PhysicalMemory FindMemory(HardwareDescription hardware) => new(hardware, ImageLayout.Start, ImageLayout.End);

    [RuntimeImport("*", "asm_boot_device_tree")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern byte* DeviceTree();

    [RuntimeImport("*", "asm_boot_affinity")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern ulong Affinity();
}
