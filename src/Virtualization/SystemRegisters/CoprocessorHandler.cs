using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Trapped accesses to coprocessor 15 (EC 0x03 and 0x04), by applications in AArch32 state: the physical counter and the physical timer, if the guest's kernel
/// lets them at these (CNTKCTL_EL1). Everything else that traps is hidden, and undefined.
/// </summary>
/// <param name="traps">Where it registers.</param>
/// <param name="time">Guest time.</param>
/// <param name="timer">The physical timer.</param>
/// <param name="undefined">Takes the rest.</param>
public sealed class CoprocessorHandler(ITrapTable traps, IGuestTime time, PhysicalTimerRegisters timer, UndefinedInstructionHandler undefined) : TrapHandler
{
    private const int Always = 14;

    // The names of CNTP_TVAL and CNTP_CTL in MCR and MRC; CRm and opc1 of CNTPCT and CNTP_CVAL in MCRR and MRRC.
    private const uint Tval = (3 << 14) | (0 << 11) | (14 << 7) | (2 << 3) | 0;
    private const uint Control = (3 << 14) | (0 << 11) | (14 << 7) | (2 << 3) | 1;
    private const int TimerCrm = 14;
    private const int CountOpc1 = 0;
    private const int CompareValueOpc1 = 2;

    /// <summary>Registers for its exception classes. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize()
    {
        traps.Register(ExceptionClass.Coprocessor15, this);
        traps.Register(ExceptionClass.Coprocessor15Double, this);
    }

    /// <inheritdoc/>
    public override void Handle(ref TrapFrame frame, ExceptionSyndrome syndrome)
    {
        CoprocessorSyndrome access = syndrome.Coprocessor;
        bool isDouble = syndrome.Class == ExceptionClass.Coprocessor15Double;
        if (!(isDouble ? TryNameDouble(access, out SystemRegisterEncoding register) : TryName(access, out register)))
        {
            undefined.Handle(ref frame, syndrome);
            return;
        }
        // An instruction whose condition fails may trap all the same.
        uint ifThen = frame.IfThen;
        int condition = access.Condition ?? (ifThen == 0 ? Always : (int)(ifThen >> 4));
        if (new ProcessorState(frame.Spsr).Holds(condition)) Access(ref frame, access, register, isDouble);
        frame.SkipInstruction();
    }

    private static bool TryName(CoprocessorSyndrome access, out SystemRegisterEncoding register)
    {
        uint name = access.Encoding.Bits;
        register = name == Tval ? new(3, 3, 14, 2, 0) : new(3, 3, 14, 2, 1);
        return name is Tval or Control;
    }

    private static bool TryNameDouble(CoprocessorSyndrome access, out SystemRegisterEncoding register)
    {
        bool isCount = access.DoubleOpc1 == CountOpc1 && access.IsRead;
        register = isCount ? new(3, 3, 14, 0, 1) : new(3, 3, 14, 2, 2);
        return access.DoubleCrm == TimerCrm && (isCount || access.DoubleOpc1 == CompareValueOpc1);
    }

    private void Access(ref TrapFrame frame, CoprocessorSyndrome access, SystemRegisterEncoding register, bool isDouble)
    {
        if (!access.IsRead)
        {
            ulong high = isDouble ? frame.Read(access.HighRegister) << 32 : 0;
            timer.TryWrite(register, high | (uint)frame.Read(access.Register));
            return;
        }
        if (!timer.TryRead(register, out ulong value)) value = time.Now.Value;
        frame.Write(access.Register, (uint)value);
        if (isDouble) frame.Write(access.HighRegister, value >> 32);
    }
}
