using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Stage 2 as a dictionary.</summary>
internal sealed class TestStage2 : IStage2, IStage2Tlb
{
    private readonly Dictionary<uint, (PhysicalAddress Frame, PagePermission Permission)> _pages = [];

    public int Relaxes { get; private set; }

    public void Set(PageNumber page, PhysicalAddress frame, PagePermission permission) => _pages[page.Value] = (frame, permission);

    public void MapRange(PageNumber first, PhysicalAddress start, uint pages)
    {
        for (uint i = 0; i < pages; i++) Set(first + i, start + ((ulong)i << PageNumber.Shift), PagePermission.Write);
    }

    public bool Permits(PageNumber page, AccessKind kind, out PhysicalAddress frame)
    {
        bool isMapped = _pages.TryGetValue(page.Value, out (PhysicalAddress Frame, PagePermission Permission) entry);
        frame = entry.Frame;
        return isMapped && entry.Permission >= (kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read);
    }

    public void Invalidate(PageNumber page)
    {
    }

    public void InvalidateAll()
    {
    }

    public void Publish()
    {
    }

    public void Relax(PageNumber page) => Relaxes++;
}
