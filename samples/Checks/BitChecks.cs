using System.Numerics;

namespace Pilevisor.Checks;

internal static class BitChecks
{
    internal static void Run(CheckReport report)
    {
        report.Add("bits.counts", Counts());
        report.Add("bits.rotations", Rotations());
        report.Add("bits.powers", Powers());
    }

    private static ulong Counts()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            digest.Add(BitOperations.PopCount(number));
            digest.Add(BitOperations.PopCount((uint)number));
            digest.Add(BitOperations.LeadingZeroCount(number));
            digest.Add(BitOperations.LeadingZeroCount((uint)number));
            digest.Add(BitOperations.TrailingZeroCount(number));
            digest.Add(BitOperations.TrailingZeroCount((uint)number));
            digest.Add(BitOperations.TrailingZeroCount((long)number));
            digest.Add(BitOperations.TrailingZeroCount((int)number));
            digest.Add(BitOperations.Log2(number));
            digest.Add(BitOperations.Log2((uint)number));
        }
        return digest.Value;
    }

    private static ulong Rotations()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            for (int by = 0; by < 64; by += 5)
            {
                digest.Add(BitOperations.RotateLeft(number, by));
                digest.Add(BitOperations.RotateRight(number, by));
                digest.Add((ulong)BitOperations.RotateLeft((uint)number, by));
                digest.Add((ulong)BitOperations.RotateRight((uint)number, by));
            }
        }
        return digest.Value;
    }

    private static ulong Powers()
    {
        Digest digest = default;
        foreach (ulong number in Sample.Numbers)
        {
            digest.Add(BitOperations.IsPow2(number));
            digest.Add(BitOperations.IsPow2((long)number));
            digest.Add(BitOperations.IsPow2((uint)number));
            digest.Add(BitOperations.IsPow2((int)number));
            digest.Add(BitOperations.RoundUpToPowerOf2(number));
            digest.Add((ulong)BitOperations.RoundUpToPowerOf2((uint)number));
        }
        return digest.Value;
    }
}
