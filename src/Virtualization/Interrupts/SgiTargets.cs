using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Virtualization;

/// <summary>
/// For each SGI of each group, those of Group 0 first, a mask of the CPUs of one node that it is for, bit i being CPU i: a message of 64 bytes, little-endian.
/// Two of them merge by OR, as pending SGIs do.
/// </summary>
[InlineArray(Count)]
internal struct SgiTargets
{
    /// <summary>How many SGIs a group has.</summary>
    public const int PerGroup = 16;

    /// <summary>How many masks there are.</summary>
    public const int Count = 2 * PerGroup;

    private const int MasksAWord = sizeof(ulong) / sizeof(ushort);

    private ushort _first;

    /// <summary>Moves to the first SGI not below <paramref name="sgi"/> that is for some CPU: most messages have one.</summary>
    public readonly bool MoveTo(ref int sgi)
    {
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<SgiTargets, ulong>(new ReadOnlySpan<SgiTargets>(in this));
        while (sgi < Count)
        {
            if (sgi % MasksAWord == 0 && words[sgi / MasksAWord] == 0)
            {
                sgi += MasksAWord;
                continue;
            }
            if (this[sgi] != 0) return true;
            sgi++;
        }
        return false;
    }
}
