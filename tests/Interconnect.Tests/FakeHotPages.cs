using System;
using System.Collections.Generic;

namespace Pilevisor.Interconnect.Tests;

/// <summary>The hottest pages that a test says.</summary>
internal sealed class FakeHotPages : IHotPages
{
    public List<HotPage> Pages { get; } = [];

    public int Find(Span<HotPage> hottest)
    {
        Pages.ToArray().CopyTo(hottest);
        return Pages.Count;
    }
}
