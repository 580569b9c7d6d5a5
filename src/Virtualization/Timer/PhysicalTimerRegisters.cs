using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's accesses to its physical timer, and the timer's deadlines on EL2's own: the line rises when the compare value is reached, and what the guest
/// writes raises or lowers it before its next instruction.
/// </summary>
/// <param name="timer">The timer.</param>
/// <param name="interrupts">What its line leads to.</param>
/// <param name="timers">Deadlines.</param>
/// <param name="processor">The CPU that asks.</param>
public sealed class PhysicalTimerRegisters(PhysicalTimer timer, GuestInterrupts interrupts, ITimers timers, IProcessor processor) : TimerClient
{
    // Whether a deadline was asked for, by CPU.
    private readonly bool[] _awaited = new bool[CpuIndex.MaximumCpus];

    /// <summary>Whether the calling CPU's vCPU has a deadline ahead, which moves when guest time is stepped.</summary>
    public bool HasDeadline => _awaited[processor.Current.Value];

    /// <summary>Makes the timer known to EL2's. Boot only.</summary>
    [Starts(BootPhase.Guest)]
    public void Initialize() => timers.Register(this);

    /// <summary>Reads one of the timer's registers.</summary>
    public bool TryRead(SystemRegisterEncoding register, out ulong value)
    {
        switch (register.Bits)
        {
            case TrappedRegister.CntpTval:
                value = timer.TimerValue;
                return true;
            case TrappedRegister.CntpCtl:
                value = timer.Control;
                return true;
            case TrappedRegister.CntpCval:
                value = timer.CompareValue;
                return true;
            default:
                value = 0;
                return false;
        }
    }

    /// <summary>Writes one of the timer's registers.</summary>
    public bool TryWrite(SystemRegisterEncoding register, ulong value)
    {
        switch (register.Bits)
        {
            case TrappedRegister.CntpTval:
                timer.TimerValue = value;
                break;
            case TrappedRegister.CntpCtl:
                timer.Control = value;
                break;
            case TrappedRegister.CntpCval:
                timer.CompareValue = value;
                break;
            default:
                return false;
        }
        Update();
        return true;
    }

    /// <summary>The line is sampled and the next deadline asked for anew: after what moves either.</summary>
    public void Update() => timers.Request(this, Look());

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now) => Look();

    // The line last: if the deadline is reached in between, the line says so.
    private Cycles Look()
    {
        Cycles next = timer.NextRise;
        _awaited[processor.Current.Value] = next < Cycles.Never;
        interrupts.SampleLines();
        return next;
    }
}
