using System;

namespace Pilevisor.Interconnect;

/// <summary>Knows which pages of the guest's RAM this node waited for most often.</summary>
public interface IHotPages
{
    /// <summary>How many are reported.</summary>
    const int Reported = 16;

    /// <summary>Fills <paramref name="hottest"/> with them, the hottest first. Goes through all pages: for the end of a run.</summary>
    /// <returns>How many there are.</returns>
    int Find(Span<HotPage> hottest);
}
