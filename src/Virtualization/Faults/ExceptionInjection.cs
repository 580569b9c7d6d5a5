using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Lets the guest take an exception at EL1 in the place of the instruction that trapped: what the CPU itself does in AArch64.TakeException (Arm ARM, J1.1.2).</summary>
/// <param name="registers">The guest's EL1 registers.</param>
/// <param name="counters">Counts external aborts.</param>
public sealed class ExceptionInjection(IGuestRegisters registers, NodeCounters counters)
{
    private const ulong SyndromeBits = 0xffff_ffff;
    private const ulong InstructionLengthBit = 1ul << 25;
    private const ulong FarNotValidBit = 1ul << 10;
    private const ulong WriteBit = 1ul << 6;
    private const uint SynchronousExternalAbort = 0x10;

    // ESR_EL1.EC: from a lower exception level; from EL1 itself the class is one higher.
    private const ulong InstructionAbort = 0x20;
    private const ulong DataAbort = 0x24;

    /// <summary>The instruction is undefined (EC 0, "unknown reason").</summary>
    /// <param name="frame">The guest's context; goes on in its handler.</param>
    /// <param name="syndrome">Why it trapped.</param>
    public void InjectUndefined(ref TrapFrame frame, ExceptionSyndrome syndrome) => Inject(ref frame, syndrome.Bits & InstructionLengthBit);

    /// <summary>The access to a system register is trapped: the guest gets the class (EC 0x18) and the details that EL2 was given.</summary>
    /// <param name="frame">The guest's context; goes on in its handler.</param>
    /// <param name="syndrome">Why it trapped.</param>
    public void InjectTrapped(ref TrapFrame frame, ExceptionSyndrome syndrome) => Inject(ref frame, syndrome.Bits & SyndromeBits);

    /// <summary>The load or store of <paramref name="frame"/> gets no answer: a synchronous external abort.</summary>
    /// <param name="frame">The guest's context; goes on in its handler.</param>
    /// <param name="syndrome">The data abort that was taken to EL2.</param>
    public void InjectDataAbort(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        counters.Add(Counter.ExternalAborts);
        InjectDataAbort(ref frame, syndrome, SynchronousExternalAbort);
    }

    /// <summary>The load or store of <paramref name="frame"/> faults, at FAR.</summary>
    /// <param name="frame">The guest's context; goes on in its handler.</param>
    /// <param name="syndrome">The data abort that was taken to EL2.</param>
    /// <param name="faultStatus">DFSC: why.</param>
    public void InjectDataAbort(ref TrapFrame frame, ExceptionSyndrome syndrome, uint faultStatus) =>
        InjectAbort(ref frame, DataAbort, (syndrome.Bits & (InstructionLengthBit | WriteBit | FarNotValidBit)) | faultStatus);

    /// <summary>The instruction fetch of <paramref name="frame"/> gets no answer: a synchronous external abort.</summary>
    /// <param name="frame">The guest's context; goes on in its handler.</param>
    /// <param name="syndrome">The instruction abort that was taken to EL2.</param>
    public void InjectInstructionAbort(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        counters.Add(Counter.ExternalAborts);
        InjectAbort(ref frame, InstructionAbort, (syndrome.Bits & FarNotValidBit) | InstructionLengthBit | SynchronousExternalAbort);
    }

    private void InjectAbort(ref TrapFrame frame, ulong exceptionClass, ulong syndrome)
    {
        ulong isSameLevel = new ProcessorState(frame.Spsr).IsEl1 ? 1ul : 0;
        registers.Write(GuestRegister.Far, frame.Far);
        Inject(ref frame, ((exceptionClass + isSameLevel) << 26) | syndrome);
    }

    private void Inject(ref TrapFrame frame, ulong syndrome)
    {
        ProcessorState interrupted = new(frame.Spsr);
        registers.Write(GuestRegister.Esr, syndrome);
        registers.Write(GuestRegister.Elr, frame.Elr);
        registers.Write(GuestRegister.Spsr, frame.Spsr);
        frame.Elr = registers.Read(GuestRegister.Vbar) + interrupted.SynchronousVector;
        frame.Spsr = interrupted.OnExceptionToEl1(registers.Read(GuestRegister.Sctlr)).Bits;
    }
}
