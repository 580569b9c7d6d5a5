using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The pages that the guest's CPUs here wait for just now. Each page has one place of <see cref="Places"/>; of those that share one, it keeps the page that has the majority of their waits, if one has (Boyer and Moore, MJRTY, 1981).
/// </summary>
/// <param name="gate">What is counted is under this lock.</param>
public sealed class RecentWaits(CoherenceGate gate) : IRecentWaits
{
    private const int PlaceBits = 8;
    private const int Places = 1 << PlaceBits;

    // Neighbouring pages, and those a power of two apart, to different places (Knuth, 6.4: the golden ratio).
    private const uint Spread = 0x9e37_79b1;

    private readonly Place[] _places = new Place[Places];

    /// <summary>An access to <paramref name="page"/> has waited. Under <see cref="LockRank.Coherence"/>.</summary>
    internal void Add(PageNumber page, ulong instruction)
    {
        ref Place place = ref _places[(page.Value * Spread) >> (32 - PlaceBits)];
        if (place.Page.Value != page.Value)
        {
            if (place.Votes != 0)
            {
                place.Votes--;
                return;
            }
            place = new Place { Page = page };
        }
        place.Votes++;
        place.Waits++;
        place.Instruction = instruction;
    }

    /// <inheritdoc/>
    public int Take(Span<HotPage> hottest, Span<ulong> instructions)
    {
        int found = 0;
        gate.Enter();
        foreach (ref Place place in _places.AsSpan())
        {
            if (place.Waits > (found < hottest.Length ? 0 : hottest[^1].Waits)) found = Insert(hottest, instructions, found, in place);
            place = default;
        }
        gate.Leave();
        return found;
    }

    private static int Insert(Span<HotPage> hottest, Span<ulong> instructions, int found, in Place added)
    {
        int place = found < hottest.Length ? found : hottest.Length - 1;
        for (; place > 0 && hottest[place - 1].Waits < added.Waits; place--) (hottest[place], instructions[place]) = (hottest[place - 1], instructions[place - 1]);
        (hottest[place], instructions[place]) = (new HotPage(added.Page, added.Waits), added.Instruction);
        return found < hottest.Length ? found + 1 : found;
    }

    private struct Place
    {
        public PageNumber Page;
        public uint Votes;
        public uint Waits;
        public ulong Instruction;
    }
}
