using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Is told of the steps that are done of a node's leaving.</summary>
public interface IDepartureSteps
{
    /// <summary>A step is done here, unless something else is still under way. No lock may be held.</summary>
    /// <returns>False if it is: later, then.</returns>
    bool TryEnd(DepartureStep step, NodeId node);
}
