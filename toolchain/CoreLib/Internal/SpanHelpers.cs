using System.Runtime.CompilerServices;

namespace System;

/// <summary>Memory as bytes: ILC calls Memmove, ClearWithoutReferences and Fill for large structs too. The work is done in runtime.S.</summary>
internal static unsafe class SpanHelpers
{
    internal static void Memmove(ref byte destination, ref byte source, nuint byteCount) =>
        MoveBytes(Unsafe.AsPointer(ref destination), Unsafe.AsPointer(ref source), byteCount);

    internal static void ClearWithoutReferences(ref byte destination, nuint byteCount) => FillBytes(Unsafe.AsPointer(ref destination), 0, byteCount);

    internal static void Fill(ref byte destination, byte value, nuint byteCount) => FillBytes(Unsafe.AsPointer(ref destination), value, byteCount);

    internal static void Copy<T>(ref T destination, ref T source, int count) =>
        MoveBytes(Unsafe.AsPointer(ref destination), Unsafe.AsPointer(ref source), (nuint)(uint)count * (nuint)Unsafe.SizeOf<T>());

    internal static bool SequenceEqual(ref byte first, ref byte second, nuint byteCount)
    {
        nuint offset = 0;
        for (; byteCount - offset >= sizeof(ulong); offset += sizeof(ulong))
        {
            ulong left = Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref first, offset));
            if (left != Unsafe.ReadUnaligned<ulong>(ref Unsafe.AddByteOffset(ref second, offset))) return false;
        }
        for (; offset < byteCount; offset++)
        {
            if (Unsafe.AddByteOffset(ref first, offset) != Unsafe.AddByteOffset(ref second, offset)) return false;
        }
        return true;
    }

    // Values only: for references this would be an interface call looked up at run time, which the build refuses.
    internal static bool ValuesEqual<T>(T left, T right)
        where T : IEquatable<T>? => left!.Equals(right);

    [Runtime.RuntimeImport("*", "corelib_move_bytes")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void MoveBytes(void* destination, void* source, nuint byteCount);

    [Runtime.RuntimeImport("*", "corelib_fill_bytes")]
    [MethodImpl(MethodImplOptions.InternalCall)]
    private static extern void FillBytes(void* destination, uint value, nuint byteCount);
}
