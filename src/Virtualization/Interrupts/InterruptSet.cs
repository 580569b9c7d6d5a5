using System;
using System.Diagnostics.CodeAnalysis;
using System.Numerics;
using System.Runtime.CompilerServices;

namespace Pilevisor.Virtualization;

/// <summary>A set of the guest's INTIDs, one bit each.</summary>
public struct InterruptSet
{
    /// <summary>INTIDs are below this.</summary>
    public const uint Capacity = WordCount * 64;

    private const int WordCount = 5;

    private Words _words;

    // One conversion, which ILC inlines, where each element by itself is a call.
    [UnscopedRef]
    private readonly ReadOnlySpan<ulong> Bits => _words;

    /// <summary>Whether the set has no member.</summary>
    public readonly bool IsEmpty
    {
        get
        {
            ReadOnlySpan<ulong> words = Bits;
            return (words[0] | words[1] | words[2] | words[3] | words[4]) == 0;
        }
    }

    /// <summary>Whether <paramref name="intid"/> is a member.</summary>
    public readonly bool Contains(uint intid) => ((Bits[(int)(intid >> 6)] >> (int)(intid & 63)) & 1) != 0;

    /// <summary>Makes <paramref name="intid"/> a member.</summary>
    public void Add(uint intid) => _words[(int)(intid >> 6)] |= 1ul << (int)(intid & 63);

    /// <summary>Makes <paramref name="intid"/> no member.</summary>
    public void Remove(uint intid) => _words[(int)(intid >> 6)] &= ~(1ul << (int)(intid & 63));

    /// <summary>
    /// Finds the lowest member that is not below <paramref name="intid"/>, and moves there. <c>for (uint i = 0; set.MoveTo(ref i); i++)</c> visits every
    /// member; the set may change meanwhile.
    /// </summary>
    public readonly bool MoveTo(ref uint intid)
    {
        ReadOnlySpan<ulong> words = Bits;
        for (int word = (int)(intid >> 6); word < words.Length; word++)
        {
            ulong rest = words[word] >> (int)(intid & 63);
            if (rest != 0)
            {
                intid += (uint)BitOperations.TrailingZeroCount(rest);
                return true;
            }
            intid = (intid | 63) + 1;
        }
        return false;
    }

    [InlineArray(WordCount)]
    private struct Words
    {
        private ulong _first;
    }
}
