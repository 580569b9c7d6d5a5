using System;
using Pilevisor.Coherence;
using Pilevisor.Lab.Simulation;

namespace Pilevisor.Lab.Tests;

/// <summary>Round after round CPU 0, on node 0, writes some of its pages, and then CPU 1, on node 1, reads them in an order of its own.</summary>
/// <param name="order">The pages as CPU 1 reads them.</param>
/// <param name="rounds">How often.</param>
internal sealed class Rereading(int[] order, int rounds) : IWorkload
{
    // Longer than a page is on its way, so that one asked for ahead is there in time.
    private const long ThinkNanoseconds = 300_000;

    private readonly int[] _made = new int[2];

    public bool TryNext(int cpu, Random random, out SimAccess access)
    {
        int made = _made[cpu]++;
        int round = made / order.Length;
        int page = order[made % order.Length];
        // The reader follows the writer's round, and the writer's next round the reader's.
        access = cpu == 0
            ? new SimAccess(page, AccessKind.Write, 0) { After = new SimPrecedence(1, round * order.Length) }
            : new SimAccess(page, AccessKind.Read, ThinkNanoseconds) { After = new SimPrecedence(0, (round + 1) * order.Length) };
        return round < rounds;
    }
}
