using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Internal.Runtime;

namespace System;

public readonly ref struct Span<T>
{
    internal readonly ref T _reference;
    private readonly int _length;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span(T[]? array)
    {
        if (array is null)
        {
            this = default;
            return;
        }
        if (!Runtime.TypeCast.IsExactArray<T>(array)) Fatal.ArrayTypeMismatch();
        _reference = ref MemoryMarshal.GetArrayDataReference(array);
        _length = array.Length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span(T[]? array, int start, int length)
    {
        int arrayLength = array is null ? 0 : array.Length;
        if ((ulong)(uint)start + (uint)length > (uint)arrayLength) Fatal.ArgumentOutOfRange();
        if (array is null)
        {
            this = default;
            return;
        }
        if (!Runtime.TypeCast.IsExactArray<T>(array)) Fatal.ArrayTypeMismatch();
        _reference = ref Unsafe.Add(ref MemoryMarshal.GetArrayDataReference(array), (nint)(uint)start);
        _length = length;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public unsafe Span(void* pointer, int length)
    {
        if (length < 0) Fatal.ArgumentOutOfRange();
        _reference = ref Unsafe.AsRef<T>(pointer);
        _length = length;
    }

    public Span(ref T reference)
    {
        _reference = ref reference;
        _length = 1;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal Span(ref T reference, int length)
    {
        _reference = ref reference;
        _length = length;
    }

    public static Span<T> Empty => default;

    public int Length
    {
        [Intrinsic]
        get => _length;
    }

    public bool IsEmpty => _length == 0;

    public ref T this[int index]
    {
        [Intrinsic]
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            if ((uint)index >= (uint)_length) Fatal.IndexOutOfRange();
            return ref Unsafe.Add(ref _reference, (nint)(uint)index);
        }
    }

    public static implicit operator Span<T>(T[]? array) => new(array);

    public static implicit operator ReadOnlySpan<T>(Span<T> span) => new(ref span._reference, span._length);

    public static bool operator ==(Span<T> left, Span<T> right) =>
        left._length == right._length && Unsafe.AreSame(ref left._reference, ref right._reference);

    public static bool operator !=(Span<T> left, Span<T> right) => !(left == right);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(int start)
    {
        if ((uint)start > (uint)_length) Fatal.ArgumentOutOfRange();
        return new(ref Unsafe.Add(ref _reference, (nint)(uint)start), _length - start);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Span<T> Slice(int start, int length)
    {
        if ((ulong)(uint)start + (uint)length > (uint)_length) Fatal.ArgumentOutOfRange();
        return new(ref Unsafe.Add(ref _reference, (nint)(uint)start), length);
    }

    public void Clear() => SpanHelpers.ClearWithoutReferences(ref Unsafe.As<T, byte>(ref _reference), (nuint)(uint)_length * (nuint)Unsafe.SizeOf<T>());

    public void Fill(T value)
    {
        if (Unsafe.SizeOf<T>() == 1)
        {
            SpanHelpers.Fill(ref Unsafe.As<T, byte>(ref _reference), Unsafe.As<T, byte>(ref value), (nuint)(uint)_length);
            return;
        }
        for (int i = 0; i < _length; i++) Unsafe.Add(ref _reference, (nint)(uint)i) = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void CopyTo(Span<T> destination)
    {
        if ((uint)_length > (uint)destination._length) Fatal.DestinationTooShort();
        SpanHelpers.Copy(ref destination._reference, ref _reference, _length);
    }

    public bool TryCopyTo(Span<T> destination)
    {
        if ((uint)_length > (uint)destination._length) return false;
        SpanHelpers.Copy(ref destination._reference, ref _reference, _length);
        return true;
    }

    public T[] ToArray() => ((ReadOnlySpan<T>)this).ToArray();

    public Enumerator GetEnumerator() => new(this);

    public ref T GetPinnableReference() => ref _length == 0 ? ref Unsafe.NullRef<T>() : ref _reference;

    public ref struct Enumerator
    {
        private readonly Span<T> _span;
        private int _index;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal Enumerator(Span<T> span)
        {
            _span = span;
            _index = -1;
        }

        public readonly ref T Current
        {
            [MethodImpl(MethodImplOptions.AggressiveInlining)]
            get => ref _span[_index];
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public bool MoveNext()
        {
            int next = _index + 1;
            if (next >= _span.Length) return false;
            _index = next;
            return true;
        }
    }
}
