using System.Collections.Generic;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Traces;

/// <summary>A step as it was played again.</summary>
/// <param name="Step">The step.</param>
/// <param name="Text">What happened, for people.</param>
/// <param name="Changes">What the nodes that it changed have since: node and text.</param>
/// <param name="Violation">The rule that it broke; null if none.</param>
public sealed record PlayedStep(ModelStep Step, string Text, IReadOnlyList<(int Node, string Text)> Changes, string? Violation)
{
    /// <summary>Whether it is a frame that goes from node A to node B, and gets there.</summary>
    public bool IsArrow => Step.Kind is ModelStepKind.Deliver or ModelStepKind.DeliverTwice or ModelStepKind.DeliverLate or ModelStepKind.DeliverEarly;
}
