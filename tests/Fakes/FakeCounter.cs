using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A counter that a test moves by hand: one tick a nanosecond, unless a test wants another rate.</summary>
public sealed class FakeCounter : ICounter
{
    /// <inheritdoc/>
    public Cycles Now { get; set; }

    /// <inheritdoc/>
    public ulong FrequencyHz { get; set; } = 1_000_000_000;

    /// <summary>Moves time on.</summary>
    public void AdvanceMicroseconds(ulong microseconds) => Now += new Cycles(microseconds * 1000);
}
