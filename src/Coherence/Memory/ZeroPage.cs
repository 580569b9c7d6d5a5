using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Linux clears pages when it hands them out, so many of those that travel hold nothing.</summary>
internal static class ZeroPage
{
    private const int WordsPerTurn = 8;

    /// <summary>Whether a page's first word is zero: most that are not all zero show it there.</summary>
    public static bool BeginsAsOne(ReadOnlySpan<byte> content) => MemoryMarshal.Read<ulong>(content) == 0;

    /// <summary>Whether a page's bytes are all zero. Most that are not show it in their first words.</summary>
    public static bool Is(ReadOnlySpan<byte> content)
    {
        Panic.Unless(content.Length % (int)GranuleNumber.Bytes == 0, "what is looked at are no pages");
        ref ulong first = ref Unsafe.As<byte, ulong>(ref MemoryMarshal.GetReference(content));
        for (int i = 0; i < content.Length / sizeof(ulong); i += WordsPerTurn)
        {
            ref ulong word = ref Unsafe.Add(ref first, i);
            ulong bits = word | Unsafe.Add(ref word, 1) | Unsafe.Add(ref word, 2) | Unsafe.Add(ref word, 3)
                | Unsafe.Add(ref word, 4) | Unsafe.Add(ref word, 5) | Unsafe.Add(ref word, 6) | Unsafe.Add(ref word, 7);
            if (bits != 0) return false;
        }
        return true;
    }
}
