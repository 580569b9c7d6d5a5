using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// What the fast lane has of a <see cref="TrapFrame"/> of a guest in AArch64 state: the registers that the procedure call standard lets a function change, x0 to x18, x29 and x30, and what the exception registers said.
/// The others are still in the CPU (x19 to x28, all of SIMD).
/// </summary>
public struct FastTrapFrame
{
    private const int FirstMissing = 19;
    private const int LastMissing = 28;

    private TrapFrame _frame;

    /// <summary>The fast lane's part of <paramref name="frame"/>.</summary>
    public FastTrapFrame(in TrapFrame frame) => _frame = frame;

    /// <summary>ESR_EL2, as it was at entry.</summary>
    public readonly ulong Esr => _frame.Esr;

    /// <summary>FAR_EL2, as it was at entry.</summary>
    public readonly ulong Far => _frame.Far;

    /// <summary>HPFAR_EL2, as it was at entry.</summary>
    public readonly ulong Hpfar => _frame.Hpfar;

    /// <summary>SPSR_EL2: the guest's PSTATE.</summary>
    public readonly ulong Spsr => _frame.Spsr;

    /// <summary>ELR_EL2: where the guest goes on.</summary>
    public readonly ulong Elr => _frame.Elr;

    /// <summary>x0: the function of a call, and its result.</summary>
    public ulong X0
    {
        readonly get => Read(0);
        set => Write(0, value);
    }

    /// <summary>x1: a call's first argument.</summary>
    public readonly ulong X1 => Read(1);

    /// <summary>Whether register <paramref name="index"/>, as an instruction names it, is here; 31, the zero register, is.</summary>
    public static bool Has(int index) => (uint)(index - FirstMissing) > LastMissing - FirstMissing;

    /// <summary>Register <paramref name="index"/>, as an instruction names it.</summary>
    /// <exception cref="PanicException">If it is not here.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly ulong Read(int index)
    {
        Require(index);
        return _frame.Read(index);
    }

    /// <summary>Sets register <paramref name="index"/>, as an instruction names it: 31 is discarded.</summary>
    /// <exception cref="PanicException">If it is not here.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Write(int index, ulong value)
    {
        Require(index);
        _frame.Write(index, value);
    }

    /// <inheritdoc cref="TrapFrame.SkipInstruction"/>
    public void SkipInstruction() => _frame.SkipInstruction();

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Require(int index) => Panic.Unless(Has(index), "the fast lane has no such register");
}
