using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Stage 2 as a dictionary.</summary>
public sealed class FakeStage2 : IStage2, IStage2Devices, IStage2Tlb
{
    private readonly Dictionary<uint, (PhysicalAddress Frame, PagePermission Permission)> _pages = [];

    /// <summary>How often a CPU's TLB was told that it may do more.</summary>
    public int Relaxes { get; private set; }

    /// <summary>Called when what the guest may do with a page has changed.</summary>
    public Action<GranuleNumber>? Changed { get; set; }

    /// <inheritdoc/>
    public void Set(GranuleNumber first, uint pages, PhysicalAddress frame, PagePermission permission)
    {
        for (uint i = 0; i < pages; i++)
        {
            _pages[first.Value + i] = (frame + ((ulong)i << GranuleNumber.Shift), permission);
            Changed?.Invoke(first + i);
        }
    }

    /// <inheritdoc/>
    public void MapRange(GranuleNumber first, PhysicalAddress start, uint pages) => Set(first, pages, start, PagePermission.Write);

    /// <summary>Where the guest finds device registers without a trap.</summary>
    public Dictionary<uint, PhysicalAddress> Devices { get; } = [];

    /// <inheritdoc/>
    public void MapDevice(GranuleNumber first, PhysicalAddress start, uint pages)
    {
        for (uint i = 0; i < pages; i++) Devices.Add(first.Value + i, start + ((ulong)i << GranuleNumber.Shift));
    }

    /// <summary>Whether the guest may read <paramref name="page"/>, or write it, now, and where it is.</summary>
    public bool Permits(GranuleNumber page, bool isWrite, out PhysicalAddress frame)
    {
        bool isMapped = _pages.TryGetValue(page.Value, out (PhysicalAddress Frame, PagePermission Permission) entry);
        frame = entry.Frame;
        return isMapped && entry.Permission >= (isWrite ? PagePermission.Write : PagePermission.Read);
    }

    /// <inheritdoc/>
    public void Invalidate(GranuleNumber first, uint pages)
    {
    }

    /// <inheritdoc/>
    public void InvalidateAll()
    {
    }

    /// <inheritdoc/>
    public void Publish()
    {
    }

    /// <inheritdoc/>
    public void Relax(GranuleNumber page) => Relaxes++;
}
