using System;

namespace Pilevisor.Checks;

internal static class GenericChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("generic.struct-arguments", StructArguments());
        report.Add("generic.static-abstract", StaticAbstract());
        report.Add("generic.class-arguments", ClassArguments());
        report.Add("generic.equality", Equality());
    }

    private static ulong StructArguments()
    {
        Digest digest = default;
        Ring<ulong> ring = new(3);
        for (ulong i = 0; i < 8; i++)
        {
            if (!ring.TryPush(i * 7)) digest.Add(ring.Pop());
        }
        while (ring.Count != 0) digest.Add(ring.Pop());
        Ring<byte> small = new(2);
        digest.Add(small.TryPush(9));
        digest.Add((ulong)small.Pop());
        return digest.Value;
    }

    private static ulong StaticAbstract()
    {
        Digest digest = default;
        for (ulong page = 0; page < 40; page += 3)
        {
            digest.Add(Home<FourNodes>(page));
            digest.Add(Home<ThreeNodes>(page));
        }
        return digest.Value;
    }

    private static ulong Home<T>(ulong page)
        where T : struct, INodes => page % T.Count;

    private static ulong ClassArguments()
    {
        Digest digest = default;
        Ring<string> names = new(2);
        names.TryPush("first");
        names.TryPush("second");
        digest.Add(names.TryPush("third"));
        digest.Add(names.Pop().AsSpan());
        digest.Add(names.Pop().AsSpan());
        return digest.Value;
    }

    private static ulong Equality()
    {
        Digest digest = default;
        Pair[] pairs = [new(1, 2), new(1, 3), new(2, 2)];
        digest.Add(pairs.AsSpan().IndexOf(new Pair(2, 2)));
        digest.Add(pairs.AsSpan().IndexOf(new Pair(3, 2)));
        Pair[] others = [new(1, 2), new(1, 3), new(2, 2)];
        digest.Add(pairs.AsSpan().SequenceEqual(others));
        others[2] = new(2, 1);
        digest.Add(pairs.AsSpan().SequenceEqual(others));
        return digest.Value;
    }

    private interface INodes
    {
        static abstract ulong Count { get; }
    }

    private readonly struct FourNodes : INodes
    {
        public static ulong Count => 4;
    }

    private readonly struct ThreeNodes : INodes
    {
        public static ulong Count => 3;
    }

    private readonly struct Pair(int first, int second) : IEquatable<Pair>
    {
        private readonly int _first = first;
        private readonly int _second = second;

        public bool Equals(Pair other) => _first == other._first && _second == other._second;

        public override bool Equals(object? obj) => obj is Pair other && Equals(other);

        public override int GetHashCode() => (_first * 31) + _second;
    }

    private sealed class Ring<T>(int capacity)
    {
        private readonly T[] _items = new T[capacity];
        private int _head;

        public int Count { get; private set; }

        public bool TryPush(T item)
        {
            if (Count == _items.Length) return false;
            _items[(_head + Count++) % _items.Length] = item;
            return true;
        }

        public T Pop()
        {
            T item = _items[_head];
            _head = (_head + 1) % _items.Length;
            Count--;
            return item;
        }
    }
}
