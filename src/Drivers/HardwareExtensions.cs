using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>What every driver asks of the device tree.</summary>
internal static class HardwareExtensions
{
    /// <summary>The first device compatible with <paramref name="compatible"/>, with at least so many register regions and interrupts.</summary>
    /// <exception cref="PanicException">If there is none; the text names it as <paramref name="what"/>.</exception>
    public static DeviceResource Require(this IHardware hardware, ReadOnlySpan<byte> compatible, string what, int regions, int interrupts)
    {
        if (!hardware.TryFind(compatible, 0, out DeviceResource resource)) Panic.Fail($"the device tree has no {what} (compatible \"{compatible}\")");
        if (resource.RegionCount < regions) Panic.Fail($"the device tree's {what} (compatible \"{compatible}\") has {resource.RegionCount} register regions, not {regions}");
        if (resource.InterruptCount < interrupts) Panic.Fail($"the device tree's {what} (compatible \"{compatible}\") has {resource.InterruptCount} interrupts, not {interrupts}");
        return resource;
    }
}
