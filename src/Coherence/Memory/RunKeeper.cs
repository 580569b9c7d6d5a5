using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Says which pages are to come along with one that is asked for, and keeps free frames for them: no page leaves for their sake. Under <see cref="LockRank.Coherence"/>.</summary>
/// <param name="policy">How many.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="records">What is here of each.</param>
/// <param name="frames">The frames.</param>
/// <param name="waiters">What CPUs are on their way back for.</param>
public sealed class RunKeeper(IRunPolicy policy, WindowMap windows, PageRecords records, FrameCache frames, FaultWaiters waiters)
{
    private const uint Down = uint.MaxValue;
    private const uint Up = 1;

    /// <summary>This node asks for <paramref name="page"/>, a foreign one, to write it. Each page in the answer has a frame.</summary>
    public PagesAlong Keep(PageNumber page)
    {
        NodeId home = windows.HomeOf(page);
        int below = UsedFrom(page, Down, home);
        int above = UsedFrom(page, Up, home);
        uint step = below >= above ? Up : Down;
        PagesAlong kept = new(page, 0);
        int left = policy.Beyond(Math.Max(below, above));
        for (PageNumber next = page + step; left > 0 && PagesAlong.AreOfOneBlock(page, next); next += step, left--)
        {
            if (!TryKeep(next, home)) break;
            kept = kept.With(next);
        }
        return kept;
    }

    private int UsedFrom(PageNumber page, uint step, NodeId home)
    {
        int used = 0;
        for (PageNumber next = page + step; used < PagesAlong.BlockPages && windows.IsAtHome(next, home); next += step, used++)
        {
            ref PageRecord record = ref records[next];
            if (record.Permission != PagePermission.Write || record.Has(PageRecordFlags.Blank)) break;
        }
        return used;
    }

    // A CPU that was woken for a page and finds it kept would wait once more, and could do so for ever.
    private bool TryKeep(PageNumber page, NodeId home)
    {
        if (!windows.IsAtHome(page, home) || waiters.IsComingBackFor(page)) return false;
        ref PageRecord record = ref records[page];
        if (record.Frame != 0 || frames.Free <= frames.Reserve || !frames.TryTake(page, out record.Frame)) return false;
        record.Flags |= PageRecordFlags.Along;
        return true;
    }
}
