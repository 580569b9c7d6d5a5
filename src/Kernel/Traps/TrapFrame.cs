using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What the vectors saved of the interrupted context, in the layout Metal/vectors.S writes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TrapFrame
{
    private const ulong BranchTypeBits = 3ul << 10;
    private const ulong SingleStepBit = 1ul << 21;
    private const int SimdRegisterWords = 2;
    private const int WordBytes = 8;

    /// <summary>x0 to x30.</summary>
    public GeneralRegisters X;

    /// <summary>ELR_EL2: where the context goes on.</summary>
    public ulong Elr;

    /// <summary>SPSR_EL2: its PSTATE.</summary>
    public ulong Spsr;

    /// <summary>ESR_EL2, as it was at entry.</summary>
    public ulong Esr;

    /// <summary>FAR_EL2, as it was at entry.</summary>
    public ulong Far;

    /// <summary>HPFAR_EL2, as it was at entry.</summary>
    public ulong Hpfar;

    /// <summary>q0 to q31, the lower 64 bits of each first. Not saved for an exception of EL2 itself.</summary>
    public SimdRegisters Q;

    /// <summary>FPSR.</summary>
    public ulong Fpsr;

    /// <summary>FPCR.</summary>
    public ulong Fpcr;

    /// <summary>Register <paramref name="index"/> as an instruction names it: 31 reads as zero.</summary>
    public readonly ulong Read(int index) => index == 31 ? 0 : X[index];

    /// <summary>Sets register <paramref name="index"/> as an instruction names it: 31 is discarded.</summary>
    public void Write(int index, ulong value)
    {
        if (index != 31) X[index] = value;
    }

    /// <summary>Lane <paramref name="lane"/> of SIMD register <paramref name="index"/>, if its lanes have <paramref name="bytes"/> bytes: 1, 2, 4 or 8.</summary>
    public readonly ulong ReadLane(int index, int lane, int bytes)
    {
        int bit = lane * bytes % WordBytes * 8;
        return (Q[WordOf(index, lane, bytes)] >> bit) & LaneMask(bytes);
    }

    /// <summary>Sets that lane to the low bits of <paramref name="value"/>, and leaves the others.</summary>
    public void WriteLane(int index, int lane, int bytes, ulong value)
    {
        int bit = lane * bytes % WordBytes * 8;
        ref ulong word = ref Q[WordOf(index, lane, bytes)];
        word = (word & ~(LaneMask(bytes) << bit)) | ((value & LaneMask(bytes)) << bit);
    }

    /// <summary>Sets SIMD register <paramref name="index"/> to zero.</summary>
    public void ClearSimd(int index)
    {
        Q[index * SimdRegisterWords] = 0;
        Q[(index * SimdRegisterWords) + 1] = 0;
    }

    /// <summary>
    /// Goes on behind the trapped 32-bit instruction, which counts as executed: PSTATE.BTYPE is zero and PSTATE.SS is zero behind it, so that a guest that single-steps stops there (Arm ARM, D2.12).
    /// </summary>
    public void SkipInstruction()
    {
        Elr += 4;
        Spsr &= ~(BranchTypeBits | SingleStepBit);
    }

    private static int WordOf(int index, int lane, int bytes) => (index * SimdRegisterWords) + (lane * bytes / WordBytes);

    private static ulong LaneMask(int bytes) => ulong.MaxValue >> (64 - (bytes * 8));

    /// <summary>x0 to x30.</summary>
    [InlineArray(31)]
    public struct GeneralRegisters
    {
        private ulong _first;
    }

    /// <summary>q0 to q31, two words each.</summary>
    [InlineArray(32 * SimdRegisterWords)]
    public struct SimdRegisters
    {
        private ulong _first;
    }
}
