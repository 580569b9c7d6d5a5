using System;

namespace Pilevisor.Interconnect;

/// <summary>Knows which pages of the guest's RAM this node waits for just now.</summary>
public interface IRecentWaits
{
    /// <summary>
    /// Fills <paramref name="hottest"/> with the pages that were waited for most often since the last call, the hottest first, at most <see cref="IHotPages.Reported"/>; and begins anew. In a node of many hot pages some may be
    /// missing, and a page's waits may be more than are said.
    /// </summary>
    /// <param name="hottest">The pages.</param>
    /// <param name="instructions">For each of them, the virtual address of the guest's instruction that waited for it last; 0 if that is not known.</param>
    /// <returns>How many there are.</returns>
    int Take(Span<HotPage> hottest, Span<ulong> instructions);
}
