using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Where the guest's first CPU begins.</summary>
/// <param name="Kernel">Its first instruction.</param>
/// <param name="Image">What the kernel is.</param>
/// <param name="DeviceTree">The device tree, whose address it gets in x0.</param>
public readonly struct GuestEntryPoint(GuestPhysicalAddress Kernel, KernelImage Image, GuestPhysicalAddress DeviceTree)
{
    /// <summary>Its first instruction.</summary>
    public GuestPhysicalAddress Kernel { get; } = Kernel;

    /// <summary>What the kernel is.</summary>
    public KernelImage Image { get; } = Image;

    /// <summary>The device tree, whose address it gets in x0.</summary>
    public GuestPhysicalAddress DeviceTree { get; } = DeviceTree;
}
