using System;
using System.Collections.Generic;

namespace Pilevisor.Interconnect.Tests;

/// <summary>The hottest pages that a test says.</summary>
internal sealed class FakeHotPages : IHotPages, IRecentWaits
{
    public List<HotPage> Pages { get; } = [];

    /// <summary>What was waited for since it was taken last.</summary>
    public List<(HotPage Page, ulong Instruction)> Recent { get; } = [];

    public int Find(Span<HotPage> hottest)
    {
        Pages.ToArray().CopyTo(hottest);
        return Pages.Count;
    }

    public int Take(Span<HotPage> hottest, Span<ulong> instructions)
    {
        int taken = Recent.Count;
        for (int i = 0; i < taken; i++) (hottest[i], instructions[i]) = Recent[i];
        Recent.Clear();
        return taken;
    }
}
