using System.Collections.Generic;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Takes note of the steps of a node's leaving that are done, and of burials.</summary>
internal sealed class TestSteps : IDepartureSteps
{
    public List<(DepartureStep Step, NodeId Node)> Ended { get; } = [];

    public bool TryEnd(DepartureStep step, NodeId node)
    {
        Ended.Add((step, node));
        return true;
    }

    public string? Awaited(NodeId node) => null;

    public List<(uint Burial, uint LostPages)> Buried { get; } = [];

    public bool TryEndBurial(uint burial, uint lostPages)
    {
        Buried.Add((burial, lostPages));
        return true;
    }
}
