using System;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pilevisor.Virtualization;

/// <summary>
/// SGIs of a GICv2 for the CPUs of one node, with their senders: for each SGI and each CPU a mask of the vCPUs that have sent it, bit i being vCPU i. A message of 128 bytes. Two of them merge by OR, as pending SGIs do.
/// </summary>
[InlineArray(Count)]
internal struct SgiMessage
{
    /// <summary>How many SGIs there are.</summary>
    public const int Sgis = 16;

    /// <summary>The most CPUs of a node: all interfaces may be one node's.</summary>
    public const int Cpus = GuestGicV2.MaximumInterfaces;

    private const int Count = Sgis * Cpus;

    private byte _first;

    /// <summary>Adds <paramref name="sender"/> of <paramref name="sgi"/> for each CPU of <paramref name="cpus"/>, one bit each.</summary>
    public void Add(int sgi, uint cpus, VcpuId sender)
    {
        for (uint rest = cpus; rest != 0; rest &= rest - 1) this[(sgi * Cpus) + BitOperations.TrailingZeroCount(rest)] |= (byte)(1u << (int)sender.Value);
    }

    /// <summary>Moves to the first place not before <paramref name="place"/> where something was sent.</summary>
    /// <returns>False if there is none.</returns>
    public readonly bool MoveTo(ref int place)
    {
        ReadOnlySpan<byte> all = this;
        while (place < Count && all[place] == 0) place++;
        return place < Count;
    }

    /// <summary>The SGI of a place.</summary>
    public static uint SgiOf(int place) => (uint)(place / Cpus);

    /// <summary>The CPU of a place.</summary>
    public static int CpuOf(int place) => place % Cpus;
}
