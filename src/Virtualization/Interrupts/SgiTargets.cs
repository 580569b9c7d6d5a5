using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
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

    private const int MaskBits = 8 * sizeof(ushort);
    private const int MasksAWord = sizeof(ulong) / sizeof(ushort);

    private ushort _first;

    /// <summary>All CPUs that some SGI is for.</summary>
    public readonly uint Cpus
    {
        get
        {
            ulong any = 0;
            foreach (ulong word in Words) any |= word;
            any |= any >> 32;
            return (uint)(any | (any >> 16)) & ushort.MaxValue;
        }
    }

    [UnscopedRef]
    private readonly ReadOnlySpan<ulong> Words => MemoryMarshal.Cast<SgiTargets, ulong>(new ReadOnlySpan<SgiTargets>(in this));

    /// <summary>Moves to the first SGI not below <paramref name="sgi"/> that is for some CPU: most messages have one.</summary>
    public readonly bool MoveTo(ref int sgi)
    {
        ReadOnlySpan<ulong> words = Words;
        for (int word = sgi / MasksAWord; word < words.Length; word++)
        {
            ulong rest = words[word] >> (sgi % MasksAWord * MaskBits);
            if (rest != 0)
            {
                sgi += BitOperations.TrailingZeroCount(rest) / MaskBits;
                return true;
            }
            sgi = (word + 1) * MasksAWord;
        }
        return false;
    }
}
