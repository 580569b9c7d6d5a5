using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The generic timer's physical counter (Arm ARM, D11.1.2): one for all CPUs of the machine, never stopping, never going back. It starts from zero and does not
/// roll over for 40 years, so deadlines are compared as plain numbers.
/// </summary>
public sealed class GenericTimer : ICounter
{
    // Microseconds are the unit of every wait here.
    private const ulong MinimumFrequencyHz = 1_000_000;

    // What is left above is more than any deadline lies ahead.
    private const ulong MaximumStart = 1ul << 63;

    private readonly ITimerRegisters _registers;

    /// <summary>Reads the counter's frequency.</summary>
    /// <exception cref="PanicException">If the firmware left CNTFRQ_EL0 zero or says less than 1 MHz there, or if the counter is about to roll over.</exception>
    public GenericTimer(ITimerRegisters registers)
    {
        _registers = registers;
        FrequencyHz = registers.Cntfrq;
        Panic.Unless(FrequencyHz != 0, "CNTFRQ_EL0 is zero: the firmware must write the counter's frequency there");
        if (FrequencyHz < MinimumFrequencyHz) Panic.Fail($"CNTFRQ_EL0 says {FrequencyHz} Hz: a counter of less than 1 MHz cannot time this hypervisor");
        ulong now = registers.Cntpct;
        if (now >= MaximumStart) Panic.Fail($"CNTPCT_EL0 reads {now:x}: a counter that starts from zero is not there within 40 years");
    }

    /// <inheritdoc/>
    public Cycles Now => new(_registers.Cntpct);

    /// <inheritdoc/>
    public ulong FrequencyHz { get; }
}
