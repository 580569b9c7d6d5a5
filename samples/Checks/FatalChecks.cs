using System;
using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Pilevisor.Checks;

/// <summary>
/// What must not return: on the host it throws, at EL2 it panics, with the same message. The host's test runs one after the other; at EL2 each is the last
/// thing its caller does, and the panic goes on with the next.
/// </summary>
public static class FatalChecks
{
    public const int Count = 15;

    public static string Name(int index) => index switch
    {
        0 => "throw",
        1 => "throw-argument",
        2 => "array-index",
        3 => "span-index",
        4 => "string-index",
        5 => "slice",
        6 => "copy-too-long",
        7 => "read-too-short",
        8 => "divide-by-zero",
        9 => "checked-addition",
        10 => "checked-conversion",
        11 => "array-store",
        12 => "nullable",
        13 => "kernel-panic",
        _ => "index-from-end",
    };

    /// <summary>Runs one; <paramref name="one"/> is 1, which the compiler must not know.</summary>
    /// <returns>Something, if it wrongly survived.</returns>
    public static long Run(int index, int one)
    {
        int[] array = new int[one];
        switch (index)
        {
            case 0: throw new InvalidOperationException("the first of the fatal checks");
            case 1: throw new ArgumentOutOfRangeException(nameof(one));
            case 2: return array[one];
            case 3: return array.AsSpan()[one + 1];
            case 4: return "a"[one];
            case 5: return array.AsSpan().Slice(one, one).Length;
            case 6: array.AsSpan().CopyTo(array.AsSpan(one)); return one;
            case 7: return (long)BinaryPrimitives.ReadUInt64LittleEndian(MemoryMarshal.AsBytes(array.AsSpan()));
            case 8: return one / (one - 1);
            case 9: return checked(one + int.MaxValue);
            case 10: return checked((byte)(one << 8));
            case 11: ((object[])new string[one])[0] = array; return one;
            case 12: return (one == 1 ? null : (int?)one)!.Value;
            case 13: Kernel.Panic.Fail($"page {(uint)one} has no owner"); return one;
            default: return new Index(-one).Value;
        }
    }
}
