using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Where the guest's first CPU begins.</summary>
/// <param name="Kernel">Its first instruction.</param>
/// <param name="DeviceTree">The device tree, whose address it gets in x0.</param>
public readonly struct GuestEntryPoint(GuestPhysicalAddress Kernel, GuestPhysicalAddress DeviceTree)
{
    /// <summary>Its first instruction.</summary>
    public GuestPhysicalAddress Kernel { get; } = Kernel;

    /// <summary>The device tree, whose address it gets in x0.</summary>
    public GuestPhysicalAddress DeviceTree { get; } = DeviceTree;
}
