using System;

namespace Pilevisor.Lab.Simulation.Workloads;

/// <summary>Each node writes a few pages that the next one reads: a pipeline round the cluster.</summary>
internal sealed class ProducerConsumerWorkload(SimOptions options) : GeneratedWorkload(options)
{
    private const int Buffers = 4;

    public override bool TryNext(int cpu, Random random, out SimAccess access)
    {
        bool produces = random.Next(2) == 0;
        int node = produces ? NodeOf(cpu) : (NodeOf(cpu) + 1) % Options.Nodes;
        access = Access(PageOf(node, random.Next(Buffers)), produces, random);
        return true;
    }
}
