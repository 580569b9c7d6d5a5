using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <summary>Virtual time as what ships sees time: a counter that ticks once a nanosecond.</summary>
/// <param name="simulator">Whose time.</param>
internal sealed class SimClock(Simulator simulator) : ICounter
{
    public Cycles Now => new((ulong)simulator.Now);

    public ulong FrequencyHz => 1_000_000_000;
}
