using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Pilevisor.Kernel;

/// <summary>What the vectors saved of the interrupted context, in the layout Metal/vectors.S writes.</summary>
[StructLayout(LayoutKind.Sequential)]
public struct TrapFrame
{
    private const ulong BranchTypeBits = 3ul << 10;
    private const ulong SingleStepBit = 1ul << 21;

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

    /// <summary>Register <paramref name="index"/> as an instruction names it: 31 reads as zero.</summary>
    public readonly ulong Read(int index) => index == 31 ? 0 : X[index];

    /// <summary>Sets register <paramref name="index"/> as an instruction names it: 31 is discarded.</summary>
    public void Write(int index, ulong value)
    {
        if (index != 31) X[index] = value;
    }

    /// <summary>
    /// Goes on behind the trapped 32-bit instruction, which counts as executed: PSTATE.BTYPE is zero and PSTATE.SS is zero behind it, so that a guest that single-steps stops there (Arm ARM, D2.12).
    /// </summary>
    public void SkipInstruction()
    {
        Elr += 4;
        Spsr &= ~(BranchTypeBits | SingleStepBit);
    }

    /// <summary>x0 to x30.</summary>
    [InlineArray(31)]
    public struct GeneralRegisters
    {
        private ulong _first;
    }
}
