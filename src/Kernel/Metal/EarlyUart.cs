using System;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel.Metal;

/// <summary>The serial port that the build knows of (the property EarlyUart): works before anything is constructed, writes as its firmware left it, and writes nowhere in an image that was told of none.</summary>
public static class EarlyUart
{
    /// <summary>Writes ASCII. Of a port that has no room for long something is lost.</summary>
    public static void Write(ReadOnlySpan<char> text)
    {
        foreach (char character in text) Put(character);
    }

    [RuntimeImport("*", "asm_early_write")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void Put(uint character);
}
