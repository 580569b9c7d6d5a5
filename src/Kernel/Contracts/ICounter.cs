namespace Pilevisor.Kernel;

/// <summary>The system counter (CNTPCT_EL0), which all CPUs of a machine share.</summary>
public interface ICounter
{
    /// <summary>The counter now.</summary>
    Cycles Now { get; }

    /// <summary>Ticks a second (CNTFRQ_EL0).</summary>
    ulong FrequencyHz { get; }
}
