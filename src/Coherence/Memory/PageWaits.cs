using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>How often the guest's CPUs here have waited for each page, 4 bytes a page, and how long for all of them. Counting is under <see cref="LockRank.Coherence"/>.</summary>
/// <param name="memory">Where the counts live.</param>
/// <param name="windows">Which pages there are.</param>
/// <param name="counters">Has the time, and the histogram of it.</param>
/// <param name="recent">Told of each.</param>
public sealed unsafe class PageWaits(IPhysicalMemory memory, WindowMap windows, NodeCounters counters, RecentWaits recent) : IHotPages
{
    private uint* _waits;

    // One for each of the smallest pages there are.
    private uint Count => windows.Units * windows.PiecesInUnit;

    private PageNumber First => windows.Geometry.SmallestOf(windows.FirstGranuleOf(windows.First));

    /// <summary>Makes the counts. Once, after <see cref="WindowMap.Initialize"/>.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() =>
        _waits = (uint*)memory.Pointer(memory.Allocate((ulong)Count * sizeof(uint), GranuleNumber.Bytes, "counts of waits for pages"));

    /// <summary>An access to <paramref name="touched"/> by the guest's <paramref name="instruction"/> has waited for so long.</summary>
    internal void Add(GranuleNumber touched, ulong instruction, ulong microseconds)
    {
        counters.AddFaultLatency(microseconds);
        counters.Add(Counter.PageWaitMicroseconds, microseconds);
        PageNumber page = windows.Geometry.SmallestOf(touched);
        recent.Add(page, instruction);
        uint index = page.Value - First.Value;
        Panic.Unless(index < Count, "a wait for what is no page of the guest's RAM");
        if (_waits[index] != uint.MaxValue) _waits[index]++;
    }

    /// <inheritdoc/>
    public int Find(Span<HotPage> hottest)
    {
        int found = 0;
        // Counters may be asked for by a guest that ends before it began.
        if (_waits is null) return 0;
        for (uint i = 0; i < Count; i++)
        {
            if (_waits[i] > (found < hottest.Length ? 0 : hottest[^1].Waits)) found = Insert(hottest, found, new HotPage(First + i, _waits[i]));
        }
        return found;
    }

    private static int Insert(Span<HotPage> hottest, int found, HotPage page)
    {
        int place = found < hottest.Length ? found : hottest.Length - 1;
        for (; place > 0 && hottest[place - 1].Waits < page.Waits; place--) hottest[place] = hottest[place - 1];
        hottest[place] = page;
        return found < hottest.Length ? found + 1 : found;
    }
}
