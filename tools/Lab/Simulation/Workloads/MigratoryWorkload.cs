using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Data that one CPU after the other reads and then writes (Stenström et al., ISCA'93): what locks protect.</summary>
internal sealed class MigratoryWorkload(SimOptions options) : GeneratedWorkload(options)
{
    private const int ObjectsOfEach = 2;
    private readonly int[] _written = NoPages(options);

    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        bool writes = _written[cpu] >= 0;
        int page = writes ? _written[cpu] : PageOf(random.Next(Options.Nodes), random.Next(ObjectsOfEach));
        _written[cpu] = writes ? -1 : page;
        access = Access(page, writes, random);
        return true;
    }

    private static int[] NoPages(SimOptions options)
    {
        int[] pages = new int[options.Nodes * options.CpusPerNode];
        Array.Fill(pages, -1);
        return pages;
    }
}
