using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Every CPU writes words of its own, all on the same few pages.</summary>
internal sealed class FalseSharingWorkload(SimOptions options) : GeneratedWorkload(options)
{
    private const int SharedPages = 4;

    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        access = Access(PageOf(0, random.Next(SharedPages)), random.Next(4) != 0, random) with { Part = cpu % SimAccess.Parts };
        return true;
    }
}
