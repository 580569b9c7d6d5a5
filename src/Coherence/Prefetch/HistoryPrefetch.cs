using System;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// Asks for what followed last time: a Markov prefetcher (Joseph and Grunwald, ISCA 1997) over pages. Code that runs again and again, such as the guest's
/// timer tick, misses the same few pages in the same order; asked for together they cost one round trip and not one each. What history does not know, and
/// a run that has lasted, is read ahead (<see cref="SequentialPrefetch"/>).
/// </summary>
/// <remarks>
/// Each access that waits, or is the first use of a foretold page, becomes the successor of the one before it on the same CPU, if the guest ran only shortly
/// in between. A successor seen twice is foretold, and the successors after it, until one was foretold in vain as often as it was right.
/// </remarks>
/// <param name="counter">Tells accesses that belong together from others.</param>
public sealed class HistoryPrefetch(ICounter counter) : IPrefetchPolicy
{
    private const int Entries = 1024;
    private const int EntryShift = 32 - 10;

    // Of what lies further ahead two thirds are asked for in vain: docs/results.md.
    private const int Depth = 3;

    // How long the guest may run between two accesses that belong together: less than from one timer tick to the next.
    private const ulong TogetherMicroseconds = 1000;

    private readonly SequentialRuns _runs = new();
    private readonly PageSuccessor[] _entries = new PageSuccessor[Entries];

    // [cpu]
    private readonly PageAccess[] _last = new PageAccess[CpuIndex.MaximumCpus];
    private readonly Cycles[] _lastGranted = new Cycles[CpuIndex.MaximumCpus];

    /// <inheritdoc/>
    public int Foretell(CpuIndex cpu, PageNumber page, AccessKind kind, Span<PrefetchRequest> ahead)
    {
        PageAccess access = new(page, kind);
        PageAccess last = _last[cpu.Value];
        _last[cpu.Value] = access;
        bool isTogether = last.Exists && !last.Is(access) && counter.Now <= _lastGranted[cpu.Value] + counter.Microseconds(TogetherMicroseconds);
        if (isTogether) Learn(last, access);
        // A run that has lasted is read further ahead than history is followed, whatever history knows of it.
        int run = _runs.Foretell(cpu, page, kind, ahead);
        if (run > Depth) return run;
        int foretold = Follow(access, ahead);
        return foretold != 0 ? foretold : run;
    }

    /// <inheritdoc/>
    public void Granted(CpuIndex cpu) => _lastGranted[cpu.Value] = counter.Now;

    private void Learn(PageAccess last, PageAccess access)
    {
        int steps = StepsBetween(last, access);
        if (steps == 0) EntryOf(last).Replace(last, access);
        for (; steps != 0; steps--)
        {
            ref PageSuccessor entry = ref EntryOf(last);
            entry.Strengthen();
            last = entry.Next;
        }
    }

    /// <summary>
    /// After how many steps from <paramref name="last"/> history has <paramref name="access"/>; 0 if it does not have it. What lies in between was here already
    /// or was used without a trap.
    /// </summary>
    private int StepsBetween(PageAccess last, PageAccess access)
    {
        for (int steps = 1; steps <= Depth; steps++)
        {
            ref PageSuccessor entry = ref EntryOf(last);
            if (!entry.IsOf(last)) return 0;
            last = entry.Next;
            if (last.Is(access)) return steps;
        }
        return 0;
    }

    private int Follow(PageAccess access, Span<PrefetchRequest> ahead)
    {
        int count = 0;
        while (count < Depth)
        {
            ref PageSuccessor entry = ref EntryOf(access);
            if (!entry.IsOf(access) || !entry.TryForetell()) break;
            access = entry.Next;
            ahead[count++] = new PrefetchRequest(access.Page, access.Kind, showsUse: true);
        }
        return count;
    }

    private ref PageSuccessor EntryOf(PageAccess access) => ref _entries[(access.Bits * 0x9e37_79b1) >> EntryShift];
}
