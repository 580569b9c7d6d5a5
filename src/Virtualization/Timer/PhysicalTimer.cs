using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The EL1 physical timer of each vCPU: CNTP_CTL_EL0, CNTP_CVAL_EL0 and CNTP_TVAL_EL0, which trap (CNTHCTL_EL2.EL1PCEN is clear). The machine's own could not
/// serve: it counts the machine's counter, and the guest's physical count is guest time, one on all nodes. Each CPU touches its own vCPU's only.
/// </summary>
/// <param name="processor">The CPU that asks.</param>
/// <param name="time">What the timer counts.</param>
public sealed class PhysicalTimer(IProcessor processor, IGuestTime time)
{
    private const ulong Enable = 1ul << 0;
    private const ulong Mask = 1ul << 1;
    private const ulong Status = 1ul << 2;

    private readonly Registers[] _timers = new Registers[CpuIndex.MaximumCpus];

    /// <summary>CNTP_CTL_EL0: ENABLE, IMASK, and the read-only ISTATUS, which is zero while the timer is disabled.</summary>
    public ulong Control
    {
        get => Own.Control | (IsEnabled && IsMet ? Status : 0);
        set => Own.Control = value & (Enable | Mask);
    }

    /// <summary>CNTP_CVAL_EL0: the guest time, unsigned, from which on the condition is met.</summary>
    public ulong CompareValue
    {
        get => Own.CompareValue;
        set => Own.CompareValue = value;
    }

    /// <summary>CNTP_TVAL_EL0: the low word of how far the compare value is ahead; written, it is a signed 32-bit distance from now (Arm ARM, D11.2.4).</summary>
    public ulong TimerValue
    {
        get => (uint)(Own.CompareValue - time.Now.Value);
        set => Own.CompareValue = time.Now.Value + (ulong)(int)value;
    }

    /// <summary>Whether the timer's interrupt line is high: enabled, not masked, condition met.</summary>
    public bool IsHigh => Signals && IsMet;

    /// <summary>The counter's value at which the line will rise if guest time is not stepped; <see cref="Cycles.Never"/> if it is high or will not rise.</summary>
    public Cycles NextRise => !Signals || IsMet ? Cycles.Never : time.CounterAt(new Cycles(Own.CompareValue));

    private ref Registers Own => ref _timers[processor.Current.Value];

    private bool IsEnabled => (Own.Control & Enable) != 0;

    private bool Signals => Own.Control == Enable;

    private bool IsMet => time.Now.Value >= Own.CompareValue;

    /// <summary>The calling CPU's vCPU is reset: its timer is disabled.</summary>
    public void Reset() => Own = default;

    private struct Registers
    {
        public ulong Control;
        public ulong CompareValue;
    }
}
