using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>A run of faults at ascending pages.</summary>
internal struct SequentialRun
{
    private uint _last;
    private uint _ahead;
    private bool _exists;

    /// <summary>A run that may begin at <paramref name="page"/>.</summary>
    public SequentialRun(PageNumber page)
    {
        _last = page.Value;
        _ahead = 0;
        _exists = true;
    }

    /// <summary>
    /// Whether a fault at <paramref name="page"/> continues the run: at or behind the last one, up to the page after those already asked for.
    /// </summary>
    public readonly bool Goes(PageNumber page) => _exists && page.Value - _last <= _ahead + 1;

    /// <summary>The run goes on at <paramref name="page"/>. Says how many pages to ask for behind it.</summary>
    public int GoOn(PageNumber page)
    {
        // The same page again (an upgrade, another CPU's copy): no news. Inside what was asked for already: that comes.
        if (page.Value - _last <= _ahead) return 0;
        _last = page.Value;
        _ahead = _ahead == 0 ? 1 : Math.Min(_ahead * 2, IPrefetchPolicy.MaximumAhead);
        return (int)_ahead;
    }
}
