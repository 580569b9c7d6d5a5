using System;
using System.Buffers.Binary;
using Pilevisor.Composition;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The Arm True Random Number Generator Firmware Interface 1.0 (DEN0098) as the guest calls it, of the CPU that it calls on: from that CPU's own source, or from the firmware of its machine. Where there is neither, no function of it
/// exists. Nothing here is a generator: what the guest gets was drawn for it.
/// </summary>
/// <param name="cpu">Asked first.</param>
/// <param name="firmware">Asked where the CPU has none; null on a board whose firmware has none.</param>
public sealed class VirtualTrng([FromNamedServices(EntropySource.Cpu)] EntropySource cpu, [FromNamedServices(EntropySource.Firmware)] EntropySource? firmware)
{
    /// <summary>How often a source is asked for each word before the guest is told that there is none just now.</summary>
    internal const int MostTries = 16;

    private const ulong InterfaceVersion = 0x1_0000;
    private const int MostWords = 3;
    private const int Bits32 = 32;
    private const int Bits64 = 64;
    private const ulong WordMask = 0xffff_ffff;

    // 279d55cf-2b28-451b-bc8d-e64d6d65131d: this implementation, whichever its source. Four bytes a register, the first in the lowest bits (DEN0028, UUID).
    private static ReadOnlySpan<byte> Uuid => [0x27, 0x9d, 0x55, 0xcf, 0x2b, 0x28, 0x45, 0x1b, 0xbc, 0x8d, 0xe6, 0x4d, 0x6d, 0x65, 0x13, 0x1d];

    /// <summary>Does what the guest asks for in <paramref name="frame"/>, if that is a function of this interface and there is a source: results are in x0 to x3.</summary>
    public bool TryCall(ref TrapFrame frame)
    {
        TrngFunction function = (TrngFunction)(uint)frame.Read(0);
        if (!IsFunction(function) || Source is not { } source) return false;
        ulong argument = frame.Read(1);
        switch (function)
        {
            case TrngFunction.Version: Return(ref frame, InterfaceVersion); break;
            case TrngFunction.Features: Return(ref frame, IsFunction((TrngFunction)(uint)argument) ? TrngStatus.Success : TrngStatus.NotSupported); break;
            case TrngFunction.GetUuid: Return(ref frame, UuidWord(0), UuidWord(1), UuidWord(2), UuidWord(3)); break;
            case TrngFunction.Random32: Draw(ref frame, source, argument & WordMask, Bits32); break;
            default: Draw(ref frame, source, argument, Bits64); break;
        }
        return true;
    }

    private EntropySource? Source => cpu.IsThere ? cpu : firmware is { IsThere: true } ? firmware : null;

    private static bool IsFunction(TrngFunction function) =>
        function is TrngFunction.Version or TrngFunction.Features or TrngFunction.GetUuid or TrngFunction.Random32 or TrngFunction.Random64;

    // The lowest bits are in x3, the highest in x1; those that nobody asked for are zero.
    private static void Draw(ref TrapFrame frame, EntropySource source, ulong bits, int registerBits)
    {
        if (bits == 0 || bits > (ulong)(MostWords * registerBits))
        {
            Return(ref frame, TrngStatus.InvalidParameters);
            return;
        }
        Return(ref frame, TrngStatus.Success);
        ulong drawn = 0;
        int left = 0;
        for (int at = 0; at < (int)bits; at += registerBits)
        {
            if (left == 0)
            {
                if (!TryDraw(source, out drawn))
                {
                    Return(ref frame, TrngStatus.NoEntropy);
                    return;
                }
                left = Bits64;
            }
            int wanted = Math.Min((int)bits - at, registerBits);
            frame.Write(MostWords - (at / registerBits), drawn & (ulong.MaxValue >> (Bits64 - wanted)));
            drawn = registerBits == Bits64 ? 0 : drawn >> registerBits;
            left -= registerBits;
        }
    }

    private static bool TryDraw(EntropySource source, out ulong bits)
    {
        bits = 0;
        for (int i = 0; i < MostTries; i++)
        {
            if (source.TryDraw(out bits)) return true;
        }
        return false;
    }

    private static void Return(ref TrapFrame frame, TrngStatus status) => Return(ref frame, (ulong)(long)status);

    private static void Return(ref TrapFrame frame, ulong x0, ulong x1 = 0, ulong x2 = 0, ulong x3 = 0)
    {
        frame.Write(0, x0);
        frame.Write(1, x1);
        frame.Write(2, x2);
        frame.Write(3, x3);
    }

    private static ulong UuidWord(int index) => BinaryPrimitives.ReadUInt32LittleEndian(Uuid[(index * sizeof(uint))..]);
}
