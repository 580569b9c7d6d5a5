using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Keeps some frames free by making pages leave that are not in use: a clock with second chances. Stage 2 keeps no access flag for us, so the hand unmaps a
/// page that was in use; if that is accessed before the hand comes round again, the fault is settled on the spot and the page stays.
/// </summary>
/// <param name="protocol">Gives pages up.</param>
/// <param name="memory">What is here.</param>
/// <param name="records">What is here of each page.</param>
/// <param name="frames">The frames.</param>
/// <param name="windows">Says how many may be on their way out.</param>
public sealed class FrameReclaimer(ICoherenceProtocol protocol, NodeMemory memory, PageRecords records, FrameCache frames, WindowMap windows)
{
    /// <summary>The most pages that are on their way out at a time; fewer in a cluster of many nodes, see <see cref="TransactionBounds"/>.</summary>
    internal const int MaximumEvictions = 8;

    /// <summary>How many second chances are given in a row: more would make one fault pay for unmapping all.</summary>
    private const int MaximumChances = 32;

    private const uint MaximumSteps = 256;

    private uint _hand;

    /// <summary>Gives a foreign page without a frame one, and sees to it that others become free in time.</summary>
    /// <returns>False if there is none now; one becomes free when an eviction under way ends, or when a page becomes evictable.</returns>
    internal bool TryAssign(PageNumber page, ref PageRecord record)
    {
        bool isTaken = frames.TryTake(page, out record.Frame);
        while (frames.Free + (uint)memory.EvictionsUnderWay < frames.Reserve && memory.EvictionsUnderWay < windows.Bounds.Evictions)
        {
            if (!EvictOne()) break;
        }
        // A copy to read leaves at once, so there may be a frame now.
        return isTaken || frames.TryTake(page, out record.Frame);
    }

    private bool EvictOne()
    {
        int chances = MaximumChances;
        for (uint steps = Math.Min(2 * frames.Count, MaximumSteps); steps != 0; steps--)
        {
            uint frame = 1 + _hand;
            _hand = _hand + 1 == frames.Count ? 0 : _hand + 1;
            if (!frames.TryGetPage(frame, out PageNumber page)) continue;
            ref PageRecord record = ref records[page];
            if (record.Has(PageRecordFlags.Wanted | PageRecordFlags.Evicting) || record.Permission == PagePermission.None) continue;
            if (record.Has(PageRecordFlags.Referenced) && chances-- > 0) memory.Watch(page, ref record);
            else if (TryEvict(page, ref record)) return true;
        }
        return false;
    }

    private bool TryEvict(PageNumber page, ref PageRecord record)
    {
        memory.BeginEviction(page, ref record);
        if (protocol.Evict(page)) return true;
        memory.CancelEviction(page, ref record);
        return false;
    }
}
