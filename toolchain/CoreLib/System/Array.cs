using System.Collections;
using System.Runtime.CompilerServices;
using Internal.Runtime;

namespace System;

public abstract unsafe class Array : IEnumerable
{
    private readonly int _length;

    public int Length => _length;

    public static T[] Empty<T>() => EmptyArray<T>.Value;

    public static void Fill<T>(T[] array, T value) => new Span<T>(array).Fill(value);

    public static void Clear(Array array)
    {
        ref byte data = ref Unsafe.As<RawArrayData>(array).Data;
        SpanHelpers.ClearWithoutReferences(ref data, (nuint)array._length * array.m_pEEType->ComponentSize);
    }

    IEnumerator IEnumerable.GetEnumerator() => throw new NotSupportedException("Arrays are enumerated by foreach over the array itself.");
}
