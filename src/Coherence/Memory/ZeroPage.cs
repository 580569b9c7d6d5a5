using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Coherence;

/// <summary>Linux clears pages when it hands them out, so many of those that travel hold nothing.</summary>
internal static class ZeroPage
{
    /// <summary>Whether a page's first word is zero: most that are not all zero show it there.</summary>
    public static bool BeginsAsOne(ReadOnlySpan<byte> content) => MemoryMarshal.Read<ulong>(content) == 0;

    /// <summary>Whether a page's bytes are all zero. Most that are not show it in their first words.</summary>
    public static bool Is(ReadOnlySpan<byte> content)
    {
        foreach (ulong word in MemoryMarshal.Cast<byte, ulong>(content))
        {
            if (word != 0) return false;
        }
        return true;
    }
}
