using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A clock that a test sets; until then there is none.</summary>
public sealed class FakeRealTimeClock : IRealTimeClock
{
    /// <summary>Seconds since 1970; null without a clock.</summary>
    public ulong? Seconds { get; set; }

    /// <inheritdoc/>
    public bool TryRead(out ulong seconds)
    {
        seconds = Seconds ?? 0;
        return Seconds is not null;
    }
}
