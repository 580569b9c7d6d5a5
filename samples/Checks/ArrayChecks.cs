using System;

namespace Pilevisor.Checks;

internal static class ArrayChecks
{
    private static ReadOnlySpan<ushort> Table => [3, 1, 4, 1, 5, 9, 2, 6, 0xffff];

    internal static void Run(CheckReport report)
    {
        report.Add("array.initialisers", Initialisers());
        report.Add("array.jagged", Jagged());
        report.Add("array.covariance", Covariance());
        report.Add("array.constant-data", ConstantData());
    }

    private static ulong Initialisers()
    {
        Digest digest = default;
        int[] numbers = [5, 4, 3, 2, 1, 0, -1, -2];
        long[] longs = new long[] { 1L << 40, -1, 7 };
        string[] names = ["node", "cpu"];
        bool[] flags = [true, false, true, true];
        digest.Add(numbers);
        foreach (long item in longs) digest.Add(item);
        foreach (string name in names) digest.Add(name.AsSpan());
        foreach (bool flag in flags) digest.Add(flag);
        digest.Add(Array.Empty<int>().Length);
        int[] none = [];
        digest.Add(none.Length);
        return digest.Value;
    }

    private static ulong Jagged()
    {
        Digest digest = default;
        int[][] rows = new int[4][];
        for (int i = 0; i < rows.Length; i++)
        {
            rows[i] = new int[i + 1];
            for (int j = 0; j <= i; j++) rows[i][j] = j == 0 || j == i ? 1 : rows[i - 1][j - 1] + rows[i - 1][j];
            digest.Add(rows[i]);
        }
        return digest.Value;
    }

    private static ulong Covariance()
    {
        Digest digest = default;
        object[] objects = new string[2];
        objects[1] = "a string in an array of strings";
        object?[] mixed = new object?[3];
        mixed[0] = objects;
        mixed[1] = objects[1];
        digest.Add(mixed[0] is string[]);
        digest.Add(mixed[0] is object[]);
        digest.Add(mixed[0] is Array);
        object numbers = new int[1];
        digest.Add(numbers is int[]);
        digest.Add(numbers is object[]);
        digest.Add(numbers is Array);
        object rows = new string[1][];
        digest.Add(rows is object[]);
        digest.Add(rows is object[][]);
        digest.Add(rows is string[]);
        digest.Add(mixed[0] is string);
        digest.Add(mixed[1] is string);
        digest.Add(mixed[2] is string);
        digest.Add(((string)mixed[1]!).Length);
        return digest.Value;
    }

    private static ulong ConstantData()
    {
        Digest digest = default;
        foreach (ushort item in Table) digest.Add((ulong)item);
        ReadOnlySpan<byte> bytes = "bytes in the image"u8;
        digest.Add(bytes);
        ReadOnlySpan<ulong> wide = [1ul << 63, 2, 3];
        for (int i = 0; i < wide.Length; i++) digest.Add(wide[i]);
        return digest.Value;
    }
}
