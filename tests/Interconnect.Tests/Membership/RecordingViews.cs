using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Takes note of what a node is told of views, and of the steps it is to take.</summary>
internal sealed class RecordingViews : ViewHandler
{
    public List<(DepartureStep Step, NodeId Node)> Steps { get; } = [];

    public List<NodeId> Leaving { get; } = [];

    public List<NodeId> Left { get; } = [];

    /// <summary>Whether something else is still under way with a node that leaves.</summary>
    public bool IsBusy { get; set; }

    public override void OnLeaving(NodeId node) => Leaving.Add(node);

    public override void OnStep(DepartureStep step, NodeId node) => Steps.Add((step, node));

    public override bool HasDone(NodeId node) => !IsBusy;

    public override void OnLeft(NodeId node) => Left.Add(node);
}
