namespace Pilevisor.Kernel;

/// <summary>The time of day, as far as this machine knows it.</summary>
public interface IRealTimeClock
{
    /// <summary>Reads this machine's clock.</summary>
    /// <param name="seconds">Seconds since 1970, in UTC if whoever set the clock did as is usual.</param>
    /// <returns>False if there is no clock that runs.</returns>
    bool TryRead(out ulong seconds);
}
