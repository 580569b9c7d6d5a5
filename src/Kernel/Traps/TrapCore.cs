using System.Diagnostics.CodeAnalysis;
using System.Runtime;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>
/// Where the vectors arrive. The raw frame becomes a typed one here, once; handlers are ordinary C#. A synchronous exception goes to its handler by class, an interrupt to its handler by INTID. Two lanes: a synchronous
/// exception of AArch64 code is shown to the fast one first, which has some of the guest's registers only and leaves the others where they are (Metal/vectors.S).
/// </summary>
/// <param name="table">Handlers of synchronous exceptions.</param>
/// <param name="interrupts">Handlers of interrupts.</param>
/// <param name="boundary">What surrounds every stay outside the guest.</param>
/// <param name="counters">Counts exits.</param>
public sealed class TrapCore(TrapTable table, InterruptTable interrupts, IGuestBoundary boundary, NodeCounters counters)
{
    private static TrapCore? s_instance;

    /// <summary>From now on the vectors lead here. Boot only.</summary>
    [Starts(BootPhase.Machine)]
    public void Initialize() => s_instance = this;

    /// <summary>A synchronous exception was taken from the guest in AArch64 state.</summary>
    /// <param name="frame">Its context, changed to where it goes on if this returns true.</param>
    /// <param name="cpu">The calling CPU.</param>
    /// <returns>Whether it was answered. If not, <see cref="FromGuest"/> has to be called for it.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryFast(ref FastTrapFrame frame, CpuIndex cpu)
    {
        FastTrapHandler? handler = table.FastHandlerOf(frame.Esr);
        if (handler is null || !handler.TryHandleFast(ref frame, new ExceptionSyndrome(frame.Esr))) return false;
        counters.Add(cpu, Counter.Traps);
        return true;
    }

    /// <summary>An exception was taken from the guest.</summary>
    /// <param name="frame">Its context, changed to where it goes on.</param>
    /// <param name="kind">Which.</param>
    public void FromGuest(ref TrapFrame frame, VectorKind kind)
    {
        boundary.AfterExit();
        switch (kind)
        {
            case VectorKind.GuestSynchronous:
                counters.Add(Counter.Traps);
                table.Dispatch(ref frame);
                break;
            case VectorKind.GuestIrq:
                counters.Add(Counter.Interrupts);
                interrupts.DispatchPending();
                break;
            default:
                Refuse(in frame, kind);
                break;
        }
        boundary.BeforeEntry(in frame);
    }

    // Apart from the way of every trap, since making a text takes half a kilobyte of stack.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(in TrapFrame frame, VectorKind kind) =>
        Panic.Fail($"vector {(uint)kind}: ESR_EL2 {frame.Esr:x} at ELR_EL2 {frame.Elr:x}, FAR_EL2 {frame.Far:x}");

    [RuntimeExport("kernel_fast_trap")]
    private static unsafe bool FromFastVector(FastTrapFrame* frame, ulong cpu) => s_instance!.TryFast(ref *frame, new CpuIndex((int)cpu));

    [RuntimeExport("kernel_trap")]
    private static unsafe void FromVector(TrapFrame* frame, ulong kind) => s_instance!.FromGuest(ref *frame, (VectorKind)kind);
}
