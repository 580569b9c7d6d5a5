using System.Numerics;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>GICv2 (IHI 0048B) without the Security Extensions: a CPU interface in memory, eight of them at most. The number of a vCPU is that of its interface.</summary>
/// <param name="topology">The vCPUs.</param>
public sealed class GuestGicV2(VcpuTopology topology) : IGuestGic
{
    /// <summary>How many CPU interfaces it can have: GICD_ITARGETSR has eight bits an interrupt.</summary>
    public const int MaximumInterfaces = 8;

    /// <summary>GICC_CTLR, as on QEMU's virt machine.</summary>
    public static GuestPhysicalAddress CpuInterface => new(0x0801_0000);

    /// <inheritdoc/>
    public string Name => "GICv2";

    /// <inheritdoc/>
    public uint MostVcpus => MaximumInterfaces;

    /// <inheritdoc/>
    public bool StartsInGroup1 => false;

    /// <inheritdoc/>
    public ulong SystemRegisterInterface => 0;

    /// <summary>The bits of interfaces that the guest's machine has.</summary>
    public uint Interfaces => (1u << (int)topology.VcpuCount) - 1;

    // Any one of those that are named may take it (IHI 0048B, 3.2.3): the first that there is at the moment.
    /// <inheritdoc/>
    public bool TryFindTarget(ulong route, out VcpuId target)
    {
        for (ulong rest = route; rest != 0; rest &= rest - 1)
        {
            target = new VcpuId((uint)BitOperations.TrailingZeroCount(rest));
            if (topology.Exists(target) && topology.IsPresent(target)) return true;
        }

        target = default;
        return false;
    }
}
