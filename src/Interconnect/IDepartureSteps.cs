using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Is told of the steps that are done of a node's leaving, and of burials.</summary>
public interface IDepartureSteps
{
    /// <summary>A step is done here, unless something else is still under way. No lock may be held.</summary>
    /// <returns>False if it is: later, then.</returns>
    bool TryEnd(DepartureStep step, NodeId node);

    /// <summary>What else is still under way with <paramref name="node"/>, which leaves; null if nothing is. No lock may be held.</summary>
    string? Awaited(NodeId node);

    /// <summary>This node does without all that have died up to the death with number <paramref name="burial"/>, and knows that the content of <paramref name="lostPages"/> pages was with them, or may have been. No lock may be held.</summary>
    /// <returns>False if something that this node sent before it knew of the death is still on its way to another: later, then.</returns>
    bool TryEndBurial(uint burial, uint lostPages);
}
