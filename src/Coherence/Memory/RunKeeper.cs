using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Says which pages are to come along with one that is asked for, and keeps free frames for them: no page leaves for their sake. Under <see cref="LockRank.Coherence"/>.</summary>
/// <param name="policy">How many.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="records">What is here of each.</param>
/// <param name="frames">The frames.</param>
/// <param name="waiters">What CPUs are on their way back for.</param>
public sealed class RunKeeper(IRunPolicy policy, WindowMap windows, PageRecords records, FrameCache frames, FaultWaiters waiters) : RunSearch
{
    /// <summary>This node asks for <paramref name="page"/>, a foreign one, to write it. Each page in the answer has a frame. A piece comes alone: its unit was split because it is shared.</summary>
    public PagesAlong Keep(PageNumber page) => windows.IsPiece(page) ? new PagesAlong(page, 0) : Keep(page, policy);

    /// <inheritdoc/>
    protected override bool IsUsed(PageNumber next, PageNumber page)
    {
        if (!AreAtOneHome(next, page)) return false;
        ref PageRecord record = ref records[next];
        return record.Permission == PagePermission.Write && !record.Has(PageRecordFlags.Blank | PageRecordFlags.Split);
    }

    /// <inheritdoc/>
    protected override bool TryKeep(PageNumber next, PageNumber page)
    {
        // A CPU that was woken for a page and finds it kept would wait once more, and could do so for ever.
        if (!AreAtOneHome(next, page) || !records.IsKept(next) || waiters.IsComingBackFor(next)) return false;
        ref PageRecord record = ref records[next];
        if (record.Frame != 0 || frames.Free <= frames.Reserve || !frames.TryTake(next, out record.Frame)) return false;
        record.Flags |= PageRecordFlags.Along;
        return true;
    }

    private bool AreAtOneHome(PageNumber next, PageNumber page) => windows.IsAtHome(next, windows.HomeOf(page));
}
