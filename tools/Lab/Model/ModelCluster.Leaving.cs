using System;
using System.Collections.Generic;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Model;

/// <content>
/// A node leaves: its CPUs stop, it gives up what it has of others' pages, the others give up what they have of its pages and forget it, each page by itself and while everything else goes on, and then it is not there any more. What
/// the nodes tell each other of that is taken to arrive at once, behind what was sent before.
/// </content>
internal sealed partial class ModelCluster
{
    private readonly List<ModelStep> _departureSteps = [];

    /// <summary>How far the leaving node has got.</summary>
    public ModelDeparture Departure { get; set; }

    private ModelNode Leaver => Nodes[ModelShape.Leaver];

    private bool HasGone(int node) => Departure == ModelDeparture.Gone && node == ModelShape.Leaver;

    // The guest has given back the window of a node that leaves, and does not use it; some node may hear of it later than others.
    private bool IsUsed(ModelNode node, int page) => Departure == ModelDeparture.None || (node != Leaver && !(node.IsForgetting && HomeOf(page) == ModelShape.Leaver));

    private bool IsEmptied(ModelNode node, int page) => node.Contents[page] == ModelContent.Nothing && !node.Keeps(page) && node.Protocol.IsIdle(Page(page));

    private void AddDepartureSteps(List<ModelStep> steps)
    {
        if (!Shape.Leaves) return;
        switch (Departure)
        {
            case ModelDeparture.None:
                if (Array.TrueForAll(Leaver.Cpus, cpu => cpu.State == ModelCpuState.Idle)) steps.Add(new ModelStep(ModelStepKind.Leave, ModelShape.Leaver));
                break;
            case ModelDeparture.Leaving:
                if (ForAllPages(page => HomeOf(page) == ModelShape.Leaver || IsEmptied(Leaver, page))) steps.Add(new ModelStep(ModelStepKind.Drain, ModelShape.Leaver));
                AddEvictions(steps, Leaver);
                break;
            case ModelDeparture.Drained:
                for (int node = 0; node < Nodes.Length; node++) AddForgettingSteps(steps, Nodes[node], node);
                bool isForgotten = Array.TrueForAll(Nodes, node => node == Leaver || node.HasForgotten);
                if (isForgotten && ForAllPages(page => Leaver.Protocol.IsIdle(Page(page)))) steps.Add(new ModelStep(ModelStepKind.Go, ModelShape.Leaver));
                break;
            default:
                break;
        }
    }

    private void AddForgettingSteps(List<ModelStep> steps, ModelNode node, int a)
    {
        if (node == Leaver || node.HasForgotten) return;
        if (!node.IsForgetting)
        {
            bool usesNone = Array.TrueForAll(node.Cpus, cpu => cpu.State == ModelCpuState.Idle || HomeOf(cpu.Page) != ModelShape.Leaver);
            if (usesNone && Channel(ModelShape.Leaver, a).Count == 0) steps.Add(new ModelStep(ModelStepKind.BeginForgetting, a));
            return;
        }
        AddEvictions(steps, node);
        for (int page = 0; page < Shape.Pages; page++)
        {
            bool canForget = !node.Forgets(page) && (HomeOf(page) == ModelShape.Leaver ? IsEmptied(node, page) : !node.Asks(page));
            if (canForget) steps.Add(new ModelStep(ModelStepKind.Forget, a, page));
        }
        if (ForAllPages(node.Forgets) && Channel(a, ModelShape.Leaver).Count == 0) steps.Add(new ModelStep(ModelStepKind.EndForgetting, a));
    }

    // What a node has of others' pages leaves it with itself; what others have of its pages leaves them.
    private bool MustLeave(ModelNode node, int page) => node == Leaver ? Departure == ModelDeparture.Leaving && HomeOf(page) != ModelShape.Leaver : node.IsForgetting && HomeOf(page) == ModelShape.Leaver;

    private void AddEvictions(List<ModelStep> steps, ModelNode node)
    {
        for (int page = 0; page < Shape.Pages; page++)
        {
            if (MustLeave(node, page) && node.Permissions[page] != PagePermission.None) steps.Add(new ModelStep(ModelStepKind.Evict, node.Self.Value, page));
        }
    }

    private void TakeDepartureStep(ModelStep step)
    {
        ModelNode node = Nodes[step.A];
        switch (step.Kind)
        {
            case ModelStepKind.Leave: Departure = ModelDeparture.Leaving; break;
            case ModelStepKind.Drain: Departure = ModelDeparture.Drained; break;
            case ModelStepKind.BeginForgetting: node.IsForgetting = true; break;
            case ModelStepKind.Forget: Forget(node, step.B); break;
            case ModelStepKind.EndForgetting: node.HasForgotten = true; break;
            default: Go(); break;
        }
    }

    private void Forget(ModelNode node, int page)
    {
        bool isGone = HomeOf(page) == ModelShape.Leaver || node.Protocol.Forget(Page(page), Leaver.Self);
        if (isGone) node.SetForgets(page);
        // As a prefetch: nobody waits for it.
        else if (!node.Protocol.Access(Page(page), AccessKind.Write)) node.SetAsks(page);
    }

    private void Go()
    {
        for (int node = 0; node < Nodes.Length; node++)
            ModelViolation.Unless(Channel(node, ModelShape.Leaver).Count == 0, $"node {node} sent something to node {ModelShape.Leaver} after it had said that it has forgotten it");
        Departure = ModelDeparture.Gone;
    }

    // Nothing happens any more, and the leaving goes no further.
    private void CheckDeparture()
    {
        if (Departure is ModelDeparture.None or ModelDeparture.Gone) return;
        _departureSteps.Clear();
        AddDepartureSteps(_departureSteps);
        ModelViolation.Unless(_departureSteps.Count != 0 || Array.Exists(Nodes, HasHold), $"node {ModelShape.Leaver} never gets away");
    }

    private static bool HasHold(ModelNode node) => node.Pinned != 0 || Array.Exists(node.Holds, hold => hold != ModelHold.None);

    private bool ForAllPages(Predicate<int> holds)
    {
        for (int page = 0; page < Shape.Pages; page++)
        {
            if (!holds(page)) return false;
        }
        return true;
    }
}
