using System.Collections.Generic;
using System.Numerics;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>
/// The processes of a modelled cluster to which fairness is owed: each channel delivers what it carries (and sends again what was lost), each hold ends, each device is done with a page, each CPU tries again. Accesses, evictions and faults happen or do not.
/// </summary>
internal sealed class ModelProcesses(ModelShape shape)
{
    private int Channels => shape.Nodes * shape.Nodes;

    private int Holds => shape.Nodes * shape.Pages;

    private int Devices => shape.Devices ? Holds : 0;

    /// <summary>The process that takes <paramref name="step"/>; -1 if nobody owes it.</summary>
    public int Of(ModelStep step) => step.Kind switch
    {
        ModelStepKind.Deliver or ModelStepKind.DeliverTwice or ModelStepKind.Retransmit => (step.A * shape.Nodes) + step.B,
        ModelStepKind.EndHold or ModelStepKind.DropTlb => Channels + (step.A * shape.Pages) + step.B,
        ModelStepKind.Unpin => Channels + Holds + (step.A * shape.Pages) + step.B,
        ModelStepKind.Retry => Channels + Holds + Devices + (step.A * shape.CpusPerNode) + step.B,
        _ => -1,
    };

    /// <summary>Which processes can take a step: a bit each.</summary>
    public ulong Enabled(List<ModelStep> steps)
    {
        ulong enabled = 0;
        foreach (ModelStep step in steps)
        {
            if (Of(step) >= 0) enabled |= 1ul << Of(step);
        }
        return enabled;
    }

    /// <summary>CPUs whose access is under way: a bit each.</summary>
    public uint Waiting(ModelCluster cluster)
    {
        uint waiting = 0;
        foreach (ModelNode node in cluster.Nodes)
        {
            for (int cpu = 0; cpu < node.Cpus.Length; cpu++)
            {
                if (node.Cpus[cpu].State != ModelCpuState.Idle) waiting |= 1u << ((node.Self.Value * shape.CpusPerNode) + cpu);
            }
        }
        return waiting;
    }

    /// <summary>How many CPUs there are.</summary>
    public int Cpus => shape.Nodes * shape.CpusPerNode;

    /// <summary>Who a CPU is, for people.</summary>
    public string CpuName(int cpu) => $"CPU {cpu % shape.CpusPerNode} of node {cpu / shape.CpusPerNode}";

    /// <summary>The lowest process of a set.</summary>
    public static int First(ulong processes) => BitOperations.TrailingZeroCount(processes);
}
