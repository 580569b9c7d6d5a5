using System;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A counter that a test moves by hand: one tick a nanosecond, unless a test wants another rate.</summary>
public sealed class FakeCounter : ICounter
{
    private Cycles _now;

    /// <summary>Called when somebody asks for the time, before the answer: another CPU may go on meanwhile.</summary>
    public Action? Interleave { get; set; }

    /// <inheritdoc/>
    public Cycles Now
    {
        get
        {
            Interleave?.Invoke();
            return _now;
        }
        set => _now = value;
    }

    /// <inheritdoc/>
    public ulong FrequencyHz { get; set; } = 1_000_000_000;

    /// <summary>Moves time on.</summary>
    public void AdvanceMicroseconds(ulong microseconds) => Now += new Cycles(microseconds * 1000);
}
