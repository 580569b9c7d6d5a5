using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A page of the guest's RAM that this node's CPUs have waited for.</summary>
/// <param name="page">Its number.</param>
/// <param name="waits">How many accesses waited; never 0, except in the default value, which is no page.</param>
public readonly struct HotPage(PageNumber page, uint waits)
{
    private const int PageShift = 32;

    /// <summary>Its number.</summary>
    public PageNumber Page { get; } = page;

    /// <summary>How many accesses waited.</summary>
    public uint Waits { get; } = waits;

    /// <summary>As it goes over the wire: the page in the upper half, the waits in the lower.</summary>
    public ulong Packed => ((ulong)Page.Value << PageShift) | Waits;

    /// <summary>Reads <see cref="Packed"/>.</summary>
    public static HotPage Unpack(ulong packed) => new(new PageNumber((uint)(packed >> PageShift)), (uint)packed);
}
