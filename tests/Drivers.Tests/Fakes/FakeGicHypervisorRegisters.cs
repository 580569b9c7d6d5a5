using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A virtual interface control with <paramref name="listRegisters"/> list registers, all of whose registers hold rubbish at first. What is not there fails the test, as it is UNDEFINED.</summary>
public sealed class FakeGicHypervisorRegisters(int listRegisters, int preemptionBits) : IGicHypervisorRegisters
{
    /// <summary>ICH_AP0R&lt;n&gt;_EL2.</summary>
    public ulong[] ActiveGroup0 { get; } = Rubbish(preemptionBits == 5 ? 1 : preemptionBits == 6 ? 2 : 4);

    /// <summary>ICH_AP1R&lt;n&gt;_EL2.</summary>
    public ulong[] ActiveGroup1 { get; } = Rubbish(preemptionBits == 5 ? 1 : preemptionBits == 6 ? 2 : 4);

    /// <summary>ICH_LR&lt;n&gt;_EL2.</summary>
    public ulong[] ListRegisters { get; } = Rubbish(listRegisters);

    /// <inheritdoc/>
    public ulong IchHcr { get; set; } = 0xf800_00ff;

    /// <summary>Further bits of ICH_VTR_EL2.</summary>
    public ulong TypeFeatures { get; init; }

    /// <inheritdoc/>
    public ulong IchVtr => TypeFeatures | ((ulong)(preemptionBits - 1) << 29) | ((ulong)(preemptionBits - 1) << 26) | (uint)(listRegisters - 1);

    /// <inheritdoc/>
    public ulong IchVmcr { get; set; } = 0xffff_ffff;

    /// <inheritdoc/>
    public ulong IchEisr => Mask(value => value >> 62 == 0 && (value & (1ul << 61)) == 0 && (value & (1ul << 41)) != 0);

    /// <inheritdoc/>
    public ulong IchElrsr => Mask(value => value >> 62 == 0 && ((value & (1ul << 61)) != 0 || (value & (1ul << 41)) == 0));

    /// <inheritdoc/>
    public ulong ReadIchLr(int index) => ListRegisters[index];

    /// <inheritdoc/>
    public void WriteIchLr(int index, ulong value) => ListRegisters[index] = value;

    /// <inheritdoc/>
    public ulong ReadIchAp0R(int index) => ActiveGroup0[index];

    /// <inheritdoc/>
    public ulong ReadIchAp1R(int index) => ActiveGroup1[index];

    /// <inheritdoc/>
    public void WriteIchAp0R(int index, ulong value) => ActiveGroup0[index] = value;

    /// <inheritdoc/>
    public void WriteIchAp1R(int index, ulong value) => ActiveGroup1[index] = value;

    private static ulong[] Rubbish(int length)
    {
        ulong[] registers = new ulong[length];
        Array.Fill(registers, 0xdead_beef_dead_beef);
        return registers;
    }

    private ulong Mask(Predicate<ulong> holds)
    {
        ulong mask = 0;
        for (int i = 0; i < ListRegisters.Length; i++)
        {
            if (holds(ListRegisters[i])) mask |= 1ul << i;
        }
        return mask;
    }
}
