using System;

namespace Pilevisor.Checks;

internal static class SpanChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("span.slices", Slices());
        report.Add("span.ranges", Ranges());
        report.Add("span.copies", Copies());
        report.Add("span.fill-and-clear", FillAndClear());
        report.Add("span.comparisons", Comparisons());
        report.Add("span.searches", Searches());
        report.Add("span.conversions", Conversions());
    }

    private static ulong Slices()
    {
        Digest digest = default;
        Span<byte> bytes = Sample.Bytes(20);
        for (int start = 0; start <= bytes.Length; start++)
        {
            digest.Add(bytes.Slice(start));
            for (int length = 0; length <= bytes.Length - start; length++) digest.Add(bytes.Slice(start, length));
        }
        return digest.Value;
    }

    private static ulong Ranges()
    {
        Digest digest = default;
        ReadOnlySpan<byte> bytes = Sample.Bytes(20);
        digest.Add(bytes[3..]);
        digest.Add(bytes[..^4]);
        digest.Add(bytes[^5..^1]);
        digest.Add((ulong)bytes[^1]);
        Range range = 2..^2;
        digest.Add(bytes[range]);
        (int offset, int length) = Range.StartAt(4).GetOffsetAndLength(9);
        digest.Add(offset);
        digest.Add(length);
        digest.Add(new Index(3, fromEnd: true).GetOffset(10));
        return digest.Value;
    }

    private static ulong Copies()
    {
        Digest digest = default;
        int[] numbers = new int[16];
        for (int i = 0; i < numbers.Length; i++) numbers[i] = i * i;
        numbers.AsSpan(2, 8).CopyTo(numbers.AsSpan(5));
        digest.Add(numbers);
        numbers.AsSpan(5, 8).CopyTo(numbers.AsSpan(1));
        digest.Add(numbers);
        digest.Add(numbers.AsSpan().TryCopyTo(new int[3]));
        digest.Add(numbers.AsSpan(0, 3).TryCopyTo(new int[3]));
        string[] names = ["a", "bb", "ccc"];
        string[] copy = new string[4];
        names.AsSpan().CopyTo(copy.AsSpan(1));
        foreach (string? name in copy) digest.Add(name is null ? -1 : name.Length);
        return digest.Value;
    }

    private static ulong FillAndClear()
    {
        Digest digest = default;
        byte[] bytes = Sample.Bytes(100);
        bytes.AsSpan(7, 50).Clear();
        digest.Add(bytes);
        bytes.AsSpan(3, 61).Fill(0xa5);
        digest.Add(bytes);
        int[] numbers = new int[9];
        numbers.AsSpan(1, 7).Fill(-2);
        digest.Add(numbers);
        Array.Fill(numbers, 5);
        digest.Add(numbers);
        Array.Clear(numbers);
        digest.Add(numbers);
        return digest.Value;
    }

    private static ulong Comparisons()
    {
        Digest digest = default;
        byte[] first = Sample.Bytes(40);
        for (int length = 0; length <= first.Length; length++)
        {
            for (int difference = 0; difference < length; difference++)
            {
                byte[] second = first.AsSpan(0, length).ToArray();
                digest.Add(first.AsSpan(0, length).SequenceEqual(second));
                second[difference] ^= 1;
                digest.Add(first.AsSpan(0, length).SequenceEqual(second));
            }
        }
        digest.Add("pilevisor".AsSpan().StartsWith("pile"));
        digest.Add("pilevisor".AsSpan().StartsWith("visor"));
        digest.Add("pilevisor".AsSpan().EndsWith("visor"));
        digest.Add("a".AsSpan().EndsWith("ba"));
        digest.Add(first.AsSpan() == first.AsSpan());
        digest.Add(first.AsSpan() == first.AsSpan(1));
        return digest.Value;
    }

    private static ulong Searches()
    {
        Digest digest = default;
        ReadOnlySpan<byte> text = "console=ttyAMA0 root=/dev/vda"u8;
        digest.Add(text.IndexOf((byte)'='));
        digest.Add(text.IndexOf((byte)'!'));
        digest.Add(text.IndexOf("root="u8));
        digest.Add(text.IndexOf("rood="u8));
        digest.Add(text.IndexOf(""u8));
        digest.Add("abc".AsSpan().IndexOf('c'));
        digest.Add(text.Contains((byte)'v'));
        return digest.Value;
    }

    private static ulong Conversions()
    {
        Digest digest = default;
        Span<int> none = null;
        digest.Add(none.IsEmpty);
        digest.Add(none.ToArray().Length);
        Span<long> one = stackalloc long[3];
        one[1] = 5;
        ReadOnlySpan<long> view = one;
        digest.Add(view[1] + view.Length);
        int[] numbers = [1, 2, 3, 4];
        foreach (ref int number in numbers.AsSpan()) number *= 3;
        digest.Add(numbers);
        digest.Add(((ReadOnlySpan<int>)numbers).ToArray());
        int single = 9;
        new Span<int>(ref single)[0]++;
        digest.Add((long)single);
        return digest.Value;
    }
}
