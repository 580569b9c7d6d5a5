using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Model;

/// <content>What can happen next.</content>
/// <remarks>
/// Two reductions are made here, both sound. A CPU that wants something and has not tried it yet differs from an idle one in nothing that anybody can see, so wanting and trying are one step. An access that is permitted and
/// changes nothing is left out: reads of what is here always, since after each step every visible copy is checked to be the newest; writes where nobody has a copy left that could become older.
/// Deliveries are not reduced: those at different nodes commute, but what is delivered to a node may be overtaken by a message that another node is yet to send it, so no subset of a state's deliveries is enough.
/// </remarks>
internal sealed partial class ModelCluster
{
    /// <summary>Puts all that can happen next into <paramref name="steps"/>.</summary>
    public void GetSteps(List<ModelStep> steps)
    {
        steps.Clear();
        int lost = 0;
        int duplicates = 0;
        int dead = 0;
        foreach (ModelChannel channel in _channels)
        {
            lost += channel.IsLost ? 1 : 0;
            duplicates += channel.HasDuplicate ? 1 : 0;
        }
        foreach (ModelNode node in Nodes) dead += node.IsDead ? 1 : 0;
        AddDepartureSteps(steps);
        for (int a = 0; a < Nodes.Length; a++)
        {
            if (Nodes[a].IsDead) continue;
            for (int b = 0; b < Nodes.Length; b++) AddFrameSteps(steps, b, a, lost, duplicates);
            AddCpuSteps(steps, Nodes[a], a);
            AddPageSteps(steps, Nodes[a], a);
            if (Shape.Faults.HasFlag(ModelFaults.Death) && dead == 0) steps.Add(new ModelStep(ModelStepKind.Die, a));
        }
    }

    private void AddFrameSteps(List<ModelStep> steps, int from, int to, int lost, int duplicates)
    {
        ModelChannel channel = Channel(from, to);
        if (channel.HasDuplicate) steps.Add(new ModelStep(ModelStepKind.DeliverLate, from, to));
        if (channel.Count == 0) return;
        if (channel.IsLost) steps.Add(new ModelStep(ModelStepKind.Retransmit, from, to));
        else
        {
            steps.Add(new ModelStep(ModelStepKind.Deliver, from, to));
            if (Shape.Faults.HasFlag(ModelFaults.Duplicate) && duplicates == 0) steps.Add(new ModelStep(ModelStepKind.DeliverTwice, from, to));
            if (Shape.Faults.HasFlag(ModelFaults.Loss) && lost == 0) steps.Add(new ModelStep(ModelStepKind.Lose, from, to));
        }
        if (!channel.IsLost && !Shape.Faults.HasFlag(ModelFaults.Reorder)) return;
        // A frame that comes too early and is refused changes nothing.
        for (int ahead = 1; ahead < channel.Count; ahead++)
        {
            if (_acceptance.Takes(ahead)) steps.Add(new ModelStep(ModelStepKind.DeliverEarly, from, to, ahead));
        }
    }

    private void AddCpuSteps(List<ModelStep> steps, ModelNode node, int a)
    {
        for (int cpu = 0; cpu < node.Cpus.Length; cpu++)
        {
            if (node.Cpus[cpu].State == ModelCpuState.Retries) steps.Add(new ModelStep(ModelStepKind.Retry, a, cpu));
            if (node.Cpus[cpu].State != ModelCpuState.Idle) continue;
            for (int page = 0; page < Shape.Pages; page++)
            {
                if (!IsUsed(node, page)) continue;
                if (node.TlbPermissions[page] == PagePermission.None) steps.Add(new ModelStep(ModelStepKind.Access, a, cpu, 2 * page));
                if (node.TlbPermissions[page] != PagePermission.Write || WriteChangesSomething(node, page)) steps.Add(new ModelStep(ModelStepKind.Access, a, cpu, (2 * page) + 1));
            }
        }
    }

    private bool WriteChangesSomething(ModelNode writer, int page)
    {
        if (!_written[page]) return true;
        foreach (ModelNode node in Nodes)
        {
            if (node != writer && node.Contents[page] == ModelContent.Newest) return true;
        }
        foreach (ModelChannel channel in _channels)
        {
            for (int i = 0; i < channel.Count; i++)
            {
                if (Older(channel[i], page) != channel[i]) return true;
            }
            if (channel.HasDuplicate && Older(channel.Duplicate, page) != channel.Duplicate) return true;
        }
        return false;
    }

    private void AddPageSteps(List<ModelStep> steps, ModelNode node, int a)
    {
        for (int page = 0; page < Shape.Pages; page++)
        {
            if (CanHoldEnd(node, page)) steps.Add(new ModelStep(ModelStepKind.EndHold, a, page));
            if (node.Pins(page)) steps.Add(new ModelStep(ModelStepKind.Unpin, a, page));
            else if (Shape.Devices && node.Permissions[page] != PagePermission.None && IsUsed(node, page)) steps.Add(new ModelStep(ModelStepKind.Pin, a, page));
            bool isForeign = HomeOf(page) != a && node.Permissions[page] != PagePermission.None;
            if (Shape.Evictions && isForeign && !MustLeave(node, page)) steps.Add(new ModelStep(ModelStepKind.Evict, a, page));
            if (node.TlbPermissions[page] != node.Permissions[page]) steps.Add(new ModelStep(ModelStepKind.DropTlb, a, page));
        }
    }

    /// <summary>A hold is long enough for whoever waited for the page to make its access: that is what it is for.</summary>
    private static bool CanHoldEnd(ModelNode node, int page)
    {
        if (node.Holds[page] == ModelHold.None) return false;
        foreach (ModelCpu cpu in node.Cpus)
        {
            if (cpu.State == ModelCpuState.Retries && cpu.Page == page) return false;
        }
        return true;
    }
}
