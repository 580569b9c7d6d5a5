using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Trapped MSR, MRS and system instructions (EC 0x18). A register that <see cref="HypervisorConfiguration"/> traps and that has no case here belongs to a feature the guest was not shown: it is undefined, as on a CPU without the feature.
/// </summary>
/// <param name="traps">Where it registers.</param>
/// <param name="machine">The machine's own registers.</param>
/// <param name="identification">The ID registers.</param>
/// <param name="interrupts">The interrupt controller's.</param>
/// <param name="maintenance">Carries TLB maintenance.</param>
/// <param name="time">Guest time.</param>
/// <param name="timer">The physical timer.</param>
/// <param name="vectors">CPACR_EL1, where it traps.</param>
/// <param name="injection">Makes undefined what is not there.</param>
/// <param name="log">Says so.</param>
public sealed class SystemRegisterHandler(
    ITrapTable traps, IGuestRegisters machine, IdRegisterPolicy identification, IInterruptSystemRegisters interrupts, TlbBroadcast maintenance,
    IGuestTime time, PhysicalTimerRegisters timer, HiddenVectorFeatures vectors, ExceptionInjection injection, TrapLog log) : TrapHandler
{
    /// <summary>Registers for its exception class. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => traps.Register(ExceptionClass.SystemRegister, this);

    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        SystemRegisterSyndrome access = syndrome.SystemRegister;
        if (access.IsRead ? TryRead(ref frame, access) : TryWrite(access.Encoding, frame.Read(access.Register)))
        {
            frame.SkipInstruction();
            return;
        }
        log.Warn($"the guest {(access.IsRead ? "reads" : "writes")} {access.Encoding} at {frame.Elr:x}: undefined");
        if (IsReportedAsTrapped(access)) injection.InjectTrapped(ref frame, syndrome);
        else injection.InjectUndefined(ref frame, syndrome);
    }

    private bool TryRead(ref TrapFrame frame, SystemRegisterSyndrome access)
    {
        bool exists = TryRead(access.Encoding, out ulong value);
        if (exists) frame.Write(access.Register, value);
        return exists;
    }

    private bool TryRead(SystemRegisterEncoding register, out ulong value)
    {
        value = 0;
        if (IsIdentification(register))
        {
            value = identification.Read(register.Crm, register.Op2);
            return true;
        }
        switch (register.Bits)
        {
            case TrappedRegister.Revidr:
                value = machine.Read(GuestRegister.Revidr);
                return true;
            case TrappedRegister.Aidr:
                value = machine.Read(GuestRegister.Aidr);
                return true;
            case TrappedRegister.Actlr:
                return true; // implementation defined; zero is what Arm's own CPUs reset to
            case TrappedRegister.Cpacr:
                value = vectors.Read();
                return true;
            case TrappedRegister.Cntpct:
                value = time.Now.Value; // CNTVOFF reads as zero to the guest: both counts are one time, the same on every node
                return true;
            default:
                return timer.TryRead(register, out value) || interrupts.TryRead(register, out value);
        }
    }

    private bool TryWrite(SystemRegisterEncoding register, ulong value)
    {
        switch (register.Bits)
        {
            case TrappedRegister.Actlr:
                return true; // ignored: the machine's own
            case TrappedRegister.Cpacr:
                vectors.Write(value);
                return true;
            case TrappedRegister.IccSgi1r:
                return interrupts.TrySendSgi(value, true);
            case TrappedRegister.IccAsgi1r:
            case TrappedRegister.IccSgi0r:
                return interrupts.TrySendSgi(value, false); // with one security state, the other one's group 1 is group 0
            default:
                return timer.TryWrite(register, value) || interrupts.TryWrite(register, value) || maintenance.TryExecute(register, value);
        }
    }

    // FEAT_IDST (ID_AA64MMFR2_EL1.IDS): what is undefined among the identification registers is reported as a trapped read.
    private bool IsReportedAsTrapped(SystemRegisterSyndrome access)
    {
        SystemRegisterEncoding register = access.Encoding;
        bool isIdentification = access.IsRead && register is { Op0: 3, Op1: 0 or 1 or 3, Crn: 0, Crm: <= 7 };
        return isIdentification && ((machine.ReadIdentification(7, 2) >> 36) & 0xf) != 0;
    }

    // HCR_EL2.TID3 traps reads of this whole group, allocated or not.
    private static bool IsIdentification(SystemRegisterEncoding register) => register is { Op0: 3, Op1: 0, Crn: 0, Crm: >= 1 and <= 7 };
}
