using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Finds which pages are to come along with one that is asked for. An image and the Lab's simulator look the same way, each at what it has.</summary>
public abstract class RunSearch
{
    private const uint Down = uint.MaxValue;
    private const uint Up = 1;

    /// <summary>Keeps the pages beyond <paramref name="page"/>, away from where more pages in a row are used, as far as <paramref name="policy"/> says and they can be kept.</summary>
    public PagesAlong Keep(PageNumber page, IRunPolicy policy)
    {
        int below = UsedFrom(page, Down);
        int above = UsedFrom(page, Up);
        uint step = below >= above ? Up : Down;
        PagesAlong kept = new(page, 0);
        int left = policy.Beyond(Math.Max(below, above));
        for (PageNumber next = page + step; left > 0 && PagesAlong.AreOfOneBlock(page, next); next += step, left--)
        {
            if (!TryKeep(next, page)) break;
            kept = kept.With(next);
        }
        return kept;
    }

    /// <summary>Whether this node has <paramref name="next"/>, any number, from the home of <paramref name="page"/> to write, and has used it.</summary>
    protected abstract bool IsUsed(PageNumber next, PageNumber page);

    /// <summary>Keeps a free frame for <paramref name="next"/>, any number, if it is at the home of <paramref name="page"/> and nothing of it is here.</summary>
    protected abstract bool TryKeep(PageNumber next, PageNumber page);

    private int UsedFrom(PageNumber page, uint step)
    {
        int used = 0;
        for (PageNumber next = page + step; used < PagesAlong.BlockPages && IsUsed(next, page); next += step) used++;
        return used;
    }
}
