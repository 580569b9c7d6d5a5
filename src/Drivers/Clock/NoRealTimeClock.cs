using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A board that does not know the time of day: its guest begins in 1970 unless it asks somebody.</summary>
public sealed class NoRealTimeClock : IRealTimeClock
{
    /// <inheritdoc/>
    public bool TryRead(out ulong seconds)
    {
        seconds = 0;
        return false;
    }
}
