using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Each CPU reads and writes pages of its own node's window: nothing is shared, and nothing may be paid for it.</summary>
internal sealed class PrivateWorkload(SimOptions options) : GeneratedWorkload(options)
{
    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        access = Access(PageOf(NodeOf(cpu), random.Next(Options.PagesPerNode)), random.Next(2) == 0, random);
        return true;
    }
}
