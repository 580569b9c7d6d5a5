using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What the vectors saved of the interrupted context, in the layout Metal/vectors.S writes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TrapFrame
{
    private const ulong InstructionLengthBit = 1ul << 25;
    private const ulong AArch32Bit = 1ul << 4;
    private const ulong BranchTypeBits = 3ul << 10;
    private const ulong SingleStepBit = 1ul << 21;
    private const int SimdRegisterWords = 2;
    private const int ZeroRegister = 31;
    private const int WordBytes = 8;

    // PSTATE.IT in two parts, as SPSR_EL2 has it of AArch32 state.
    private const int HighIfThenShift = 10;
    private const int LowIfThenShift = 25;
    private const ulong IfThenBits = (0x3ful << HighIfThenShift) | (3ul << LowIfThenShift);

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

    /// <summary>
    /// q0 to q31, the lower 64 bits of each first. Of an exception of the guest only those are saved, and restored, that compiled code uses: q0 to q7, q16 and q17 (docs/toolchain.md, PV2016). Whoever wants the others
    /// asks for them: <see cref="IGuestSimd"/>. None of an exception of EL2 itself.
    /// </summary>
    public SimdRegisters Q;

    /// <summary>FPSR, with which the guest begins. Neither saved nor restored later: nothing at EL2 changes it.</summary>
    public ulong Fpsr;

    /// <summary>FPCR, as <see cref="Fpsr"/>.</summary>
    public ulong Fpcr;

    /// <summary>Register <paramref name="index"/> as an instruction names it: 31 reads as zero.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Read(int index)
    {
        if (index == ZeroRegister) return 0;
        Panic.Unless((uint)index < ZeroRegister, "no such register");
        return Unsafe.Add(ref Unsafe.AsRef(in X[0]), index);
    }

    /// <summary>Sets register <paramref name="index"/> as an instruction names it: 31 is discarded.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int index, ulong value)
    {
        if (index == ZeroRegister) return;
        Panic.Unless((uint)index < ZeroRegister, "no such register");
        Unsafe.Add(ref X[0], index) = value;
    }

    /// <summary>PSTATE.IT: the conditions of the T32 instructions that an IT instruction announced; 0 outside of such a block, and in AArch64 state.</summary>
    public readonly uint IfThen => (Spsr & AArch32Bit) == 0 ? 0 : (uint)((((Spsr >> HighIfThenShift) & 0x3f) << 2) | ((Spsr >> LowIfThenShift) & 3));

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
    /// Goes on behind the trapped instruction, which counts as executed: PSTATE.BTYPE is zero and PSTATE.SS is zero behind it, so that a guest that single-steps stops there (Arm ARM, D2.12). In AArch32 state the
    /// instruction may have 16 bits, and PSTATE.IT goes on to the next one.
    /// </summary>
    public void SkipInstruction()
    {
        bool isAArch32 = (Spsr & AArch32Bit) != 0;
        Elr += isAArch32 && (Esr & InstructionLengthBit) == 0 ? 2u : 4;
        Spsr &= ~SingleStepBit;
        if (isAArch32) AdvanceIfThen();
        else Spsr &= ~BranchTypeBits;
    }

    // ITAdvance() (Arm ARM, F5.1): the last instruction of a block leaves nothing.
    private void AdvanceIfThen()
    {
        uint state = IfThen;
        ulong next = (state & 7) == 0 ? 0 : (state & 0xe0) | ((state << 1) & 0x1f);
        Spsr = (Spsr & ~IfThenBits) | ((next >> 2) << HighIfThenShift) | ((next & 3) << LowIfThenShift);
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
