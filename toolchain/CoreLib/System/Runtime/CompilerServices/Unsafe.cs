#pragma warning disable CS8500 // Pointers to T, whatever T is: nothing moves objects here.

namespace System.Runtime.CompilerServices;

/// <summary>ILC provides the bodies of the extern methods.</summary>
public static unsafe class Unsafe
{
    [Intrinsic]
    public static extern ref T Add<T>(ref T source, int elementOffset);

    [Intrinsic]
    public static extern ref T Add<T>(ref T source, nint elementOffset);

    [Intrinsic]
    public static extern ref T Add<T>(ref T source, nuint elementOffset);

    [Intrinsic]
    public static extern ref T AddByteOffset<T>(ref T source, nint byteOffset);

    [Intrinsic]
    public static extern ref T AddByteOffset<T>(ref T source, nuint byteOffset);

    [Intrinsic]
    public static extern ref TTo As<TFrom, TTo>(ref TFrom source);

    [Intrinsic]
    public static extern T As<T>(object? o)
        where T : class?;

    [Intrinsic]
    public static extern void* AsPointer<T>(ref readonly T value);

    [Intrinsic]
    public static extern ref T AsRef<T>(void* source);

    [Intrinsic]
    public static extern ref T AsRef<T>(scoped ref readonly T source);

    public static nint ByteOffset<T>(ref readonly T origin, ref readonly T target) => (nint)AsPointer(in target) - (nint)AsPointer(in origin);

    public static bool AreSame<T>(ref readonly T left, ref readonly T right) => AsPointer(in left) == AsPointer(in right);

    [Intrinsic]
    public static extern void SkipInit<T>(out T value);

    public static ref T NullRef<T>() => ref AsRef<T>(null);

    public static bool IsNullRef<T>(ref readonly T source) => AsPointer(in source) == null;

    public static int SizeOf<T>() => sizeof(T);

    public static T ReadUnaligned<T>(void* source) => *(T*)source;

    public static T ReadUnaligned<T>(ref readonly byte source) => *(T*)AsPointer(in source);

    public static void WriteUnaligned<T>(void* destination, T value) => *(T*)destination = value;

    public static void WriteUnaligned<T>(ref byte destination, T value) => *(T*)AsPointer(ref destination) = value;
}
