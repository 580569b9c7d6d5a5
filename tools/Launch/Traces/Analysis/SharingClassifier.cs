using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Launch.Traces.Analysis;

/// <summary>
/// Says how a page is shared, from what its accesses show. The first that holds:
/// <list type="number">
/// <item>private: only one node accessed it;</item>
/// <item>read-mostly: of the accesses since a second node came to it, one in <see cref="ReadsAWrite"/> or fewer write;</item>
/// <item>mixed: it changed hands less than <see cref="LeastHandOvers"/> times, which is too seldom for what follows;</item>
/// <item>false sharing: of the visits to parts of the page, one in <see cref="Exceptions"/> or fewer are to a part that is written and that another node comes for more often; and at least two nodes write parts that are their own, each in
/// more than one in <see cref="Exceptions"/> of all visits;</item>
/// <item>producer-consumer: of the visits that write, one in <see cref="Exceptions"/> or fewer are of another node than the one that writes most, and there are at least as many that only read;</item>
/// <item>migratory: three in four visits or more write, whether they read first or not;</item>
/// <item>mixed.</item>
/// </list>
/// A trace shows the first access of a visit, and the first that writes; others of it are permitted. So parts are those that the page was fetched for, and what a node writes after that is not seen: of one that only reads
/// parts that the other was not seen to write it cannot be told whether it reads what the other wrote (behind a lock, say), and that is no false sharing here. One exception in <see cref="Exceptions"/> is borne since pages have earlier
/// lives: the kernel clears a page before a program gets it.
/// </summary>
public static class SharingClassifier
{
    /// <summary>A page is read-mostly if it has so many accesses for each that writes, or more.</summary>
    public const int ReadsAWrite = 8;

    /// <summary>Hand-overs that show a pattern.</summary>
    public const int LeastHandOvers = 8;

    /// <summary>One in so many may be otherwise.</summary>
    public const int Exceptions = 8;

    /// <summary>The page's pattern.</summary>
    public static SharingPattern Of(PageHistory page)
    {
        if (page.Uses.Count() < 2) return SharingPattern.Private;
        if (page.SharedWrites * ReadsAWrite <= page.SharedAccesses) return SharingPattern.ReadMostly;
        if (page.HandOvers < LeastHandOvers) return SharingPattern.Mixed;
        if (IsFalse(page)) return SharingPattern.FalseSharing;
        long writing = page.Uses.Sum(use => use.WritingVisits);
        long others = writing - page.Uses.Max(use => use.WritingVisits);
        if (others * Exceptions <= writing && page.Visits - writing >= writing - others) return SharingPattern.ProducerConsumer;
        return writing * 4 >= page.Visits * 3 ? SharingPattern.Migratory : SharingPattern.Mixed;
    }

    private static bool IsFalse(PageHistory page)
    {
        long visits = 0, foreign = 0;
        Dictionary<int, long> own = [];
        foreach (PartUse part in page.Parts.Values)
        {
            long all = 0, most = 0;
            int owner = 0;
            for (int node = 0; node < part.Visits.Length; node++)
            {
                all += part.Visits[node];
                if (part.Visits[node] > most) (most, owner) = (part.Visits[node], node);
            }

            visits += all;
            if (part.IsWritten) foreign += all - most;
            own[owner] = own.GetValueOrDefault(owner) + part.WritingVisits[owner];
        }

        return foreign * Exceptions <= visits && own.Values.Count(count => count * Exceptions > visits) >= 2;
    }
}
