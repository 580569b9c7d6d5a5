using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Everybody reads some pages of every node; one access in a hundred is a write. Such are a kernel's text and most of its tables.</summary>
internal sealed class ReadMostlyWorkload(SimOptions options) : GeneratedWorkload(options)
{
    private const int PagesOfEach = 4;
    private const int AccessesPerWrite = 100;

    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        access = Access(PageOf(random.Next(Options.Nodes), random.Next(PagesOfEach)), random.Next(AccessesPerWrite) == 0, random);
        return true;
    }
}
