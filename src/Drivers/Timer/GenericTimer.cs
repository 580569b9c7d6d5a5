using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The generic timer's physical counter (Arm ARM, D11.1.2): one for all CPUs of the machine, never stopping, never going back.</summary>
public sealed class GenericTimer : ICounter
{
    private readonly ITimerRegisters _registers;

    /// <summary>Reads the counter's frequency.</summary>
    /// <exception cref="PanicException">If the firmware left CNTFRQ_EL0 zero.</exception>
    public GenericTimer(ITimerRegisters registers)
    {
        _registers = registers;
        FrequencyHz = registers.Cntfrq;
        Panic.Unless(FrequencyHz != 0, "CNTFRQ_EL0 is zero: the firmware must write the counter's frequency there");
    }

    /// <inheritdoc/>
    public Cycles Now => new(_registers.Cntpct);

    /// <inheritdoc/>
    public ulong FrequencyHz { get; }
}
