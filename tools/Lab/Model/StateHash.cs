using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Lab.Model;

/// <summary>128 bits that stand for a state: two multiply-and-fold chains over its words (as in wyhash), so that a collision among a billion states is out of the question in practice.</summary>
internal static class StateHash
{
    private const ulong SeedA = 0x9e3779b97f4a7c15;
    private const ulong SeedB = 0xd6e8feb86659fd93;

    public static UInt128 Of(ReadOnlySpan<byte> state)
    {
        ulong a = SeedA ^ (ulong)state.Length;
        ulong b = SeedB;
        ReadOnlySpan<ulong> words = MemoryMarshal.Cast<byte, ulong>(state);
        foreach (ulong word in words) Mix(ref a, ref b, word);
        ulong tail = 0;
        foreach (byte last in state[(words.Length * sizeof(ulong))..]) tail = (tail << 8) | last;
        Mix(ref a, ref b, tail);
        Mix(ref a, ref b, SeedB);
        return new UInt128(a, b);
    }

    private static void Mix(ref ulong a, ref ulong b, ulong word)
    {
        ulong highA = Math.BigMul(a ^ word, SeedB, out ulong lowA);
        ulong highB = Math.BigMul(b ^ ulong.RotateLeft(word, 29), SeedA, out ulong lowB);
        a = highA ^ lowA ^ ulong.RotateLeft(word, 17);
        b = highB ^ lowB ^ word;
    }
}
