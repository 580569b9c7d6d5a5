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
/// <param name="pins">Pages that stay.</param>
/// <param name="windows">Says how many may be on their way out.</param>
public sealed class FrameReclaimer(ICoherenceProtocol protocol, NodeMemory memory, PageRecords records, FrameCache frames, PinnedPages pins, WindowMap windows)
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
        if (!windows.IsPiece(page)) return TryAssignUnit(page, ref record);
        PageNumber unit = windows.UnitOf(page);
        ref PageRecord whole = ref records[unit];
        if (whole.Frame != 0) frames.Share(whole.Frame);
        else if (!TryAssignUnit(unit, ref whole)) return false;
        else memory.PrepareForPieces(unit);
        record.Frame = whole.Frame;
        return true;
    }

    private bool TryAssignUnit(PageNumber unit, ref PageRecord record)
    {
        bool isTaken = frames.TryTake(unit, out record.Frame);
        int mostLeaving = windows.Bounds.KeptFree;
        while (mostLeaving > 0 && frames.Free + (uint)memory.EvictionsUnderWay < frames.Reserve && MayEvict)
        {
            if (!EvictOne(ref mostLeaving)) break;
        }
        // A copy to read leaves at once, so there may be a frame now.
        return isTaken || frames.TryTake(unit, out record.Frame);
    }

    private bool MayEvict => memory.EvictionsUnderWay < windows.Bounds.Evictions;

    private bool EvictOne(ref int mostLeaving)
    {
        int chances = MaximumChances;
        int before = mostLeaving;
        // Those that are pinned do not count: they may lie one behind the other, and who waits here may be the one that pinned them.
        for (uint steps = Math.Min(2 * frames.Count, MaximumSteps + (uint)pins.Count); steps != 0; steps--)
        {
            uint frame = 1 + _hand;
            _hand = _hand + 1 == frames.Count ? 0 : _hand + 1;
            if (!frames.TryGetPage(frame, out PageNumber unit)) continue;
            if (records[unit].Has(PageRecordFlags.Split)) VisitPieces(unit, ref chances, ref mostLeaving);
            else Visit(unit, ref chances, ref mostLeaving);
            if (mostLeaving != before) return true;
        }
        return false;
    }

    // The frame of a unit that was split is free once none of its pieces is here.
    private void VisitPieces(PageNumber unit, ref int chances, ref int mostLeaving)
    {
        PageNumber piece = windows.FirstPieceOf(unit);
        for (uint i = 0; i < windows.PiecesInUnit && mostLeaving > 0 && MayEvict; i++) Visit(piece + i, ref chances, ref mostLeaving);
    }

    private void Visit(PageNumber page, ref int chances, ref int mostLeaving)
    {
        ref PageRecord record = ref records[page];
        if (record.Has(PageRecordFlags.Wanted | PageRecordFlags.Evicting | PageRecordFlags.Pinned) || record.Permission == PagePermission.None) return;
        if (record.Has(PageRecordFlags.Referenced) && chances-- > 0) memory.Watch(page, ref record);
        else if (TryEvict(page, ref record)) mostLeaving--;
    }

    /// <summary>Makes a foreign page that the guest can access leave, if the protocol can give it up now.</summary>
    internal bool TryEvict(PageNumber page, ref PageRecord record)
    {
        memory.BeginEviction(page, ref record);
        if (protocol.Evict(page)) return true;
        memory.CancelEviction(page, ref record);
        return false;
    }
}
