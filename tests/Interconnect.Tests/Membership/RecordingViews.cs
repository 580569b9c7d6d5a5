using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect.Tests;

/// <summary>Takes note of what a node is told of views, and of the steps it is to take.</summary>
internal sealed class RecordingViews : ViewHandler
{
    public List<(DepartureStep Step, NodeId Node)> Steps { get; } = [];

    public List<NodeId> Leaving { get; } = [];

    public List<NodeId> Left { get; } = [];

    public List<(NodeId Node, uint Number, bool IsNeeded)> Deaths { get; } = [];

    public List<uint> Looks { get; } = [];

    /// <summary>What the guest uses of whoever dies.</summary>
    public string Needs { get; set; } = string.Empty;

    /// <summary>How many vCPUs of whoever dies this node has turned on.</summary>
    public byte Vcpus { get; set; }

    /// <summary>Whether something else is still under way with a node that leaves.</summary>
    public bool IsBusy { get; set; }

    public override void OnLeaving(NodeId node) => Leaving.Add(node);

    public override void OnStep(DepartureStep step, NodeId node) => Steps.Add((step, node));

    public override string? Awaited(NodeId node) => IsBusy ? "something" : null;

    public override void AppendNeeds(NodeId node, scoped ref TextBuilder what) => what.AppendLiteral(Needs);

    public override byte VcpusTurnedOn(NodeId node) => Vcpus;

    public override void OnDeath(NodeId node, uint burial, bool isNeeded) => Deaths.Add((node, burial, isNeeded));

    public override void OnLookAgain(uint burial) => Looks.Add(burial);

    public override void OnLeft(NodeId node) => Left.Add(node);
}
