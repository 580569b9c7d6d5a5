using System.Collections.Generic;
using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Kernel;
using Pilevisor.Lab.Protocols;

namespace Pilevisor.Lab.Model;

/// <content>The cluster for people.</content>
internal sealed partial class ModelCluster
{
    /// <summary>What a step is; to be asked before it is taken.</summary>
    public string Describe(ModelStep step) => step.Kind switch
    {
        ModelStepKind.Access => $"CPU {step.B} {(step.C % 2 == 1 ? "writes" : "reads")} page {step.C / 2}",
        ModelStepKind.Retry => $"CPU {step.B} tries to {(Nodes[step.A].Cpus[step.B].Kind == AccessKind.Write ? "write" : "read")} page {Nodes[step.A].Cpus[step.B].Page} again",
        ModelStepKind.Evict => $"wants the frame of page {step.B} back",
        ModelStepKind.EndHold => $"hold of page {step.B} ends",
        ModelStepKind.Pin => $"a device is to work on page {step.B}",
        ModelStepKind.Unpin => $"a device is done with page {step.B}",
        ModelStepKind.Die => "dies",
        ModelStepKind.DropTlb => $"TLBs drop page {step.B}, late",
        ModelStepKind.Leave => "is about to leave",
        ModelStepKind.Drain => "has nothing of others' pages any more",
        ModelStepKind.BeginForgetting => $"begins to forget node {ModelShape.Leaver}",
        ModelStepKind.Forget => $"forgets node {ModelShape.Leaver} for page {step.B}, or asks for the page so that it can",
        ModelStepKind.EndForgetting => $"has forgotten node {ModelShape.Leaver}",
        ModelStepKind.Go => "has gone",
        ModelStepKind.Lose => $"lost: {Describe(Channel(step.A, step.B)[0])}",
        ModelStepKind.Retransmit => $"sent again: {Describe(Channel(step.A, step.B)[0])}",
        ModelStepKind.DeliverEarly => $"{Describe(Channel(step.A, step.B)[step.C])}, ahead of {step.C}",
        ModelStepKind.DeliverLate => $"{Describe(Channel(step.A, step.B).Duplicate)}, a duplicate",
        ModelStepKind.DeliverTwice => $"{Describe(Channel(step.A, step.B)[0])}; a duplicate stays on the wire",
        _ => Describe(Channel(step.A, step.B)[0]),
    };

    /// <summary>What each node has of each page, a line each.</summary>
    public IEnumerable<string> DescribeNodes() =>
        from node in Nodes
        from page in Enumerable.Range(0, Shape.Pages)
        select $"node {node.Self.Value} page {page}: {DescribePage(node, page)}";

    /// <summary>What a node has of a page.</summary>
    public string DescribePage(ModelNode node, int page)
    {
        if (node.IsDead) return "dead";
        string access = node.TlbPermissions[page] switch { PagePermission.None => "", PagePermission.Read => " r", _ => " rw" };
        string content = node.Contents[page] switch { ModelContent.Nothing => "", ModelContent.Older => " old", _ => " new" };
        return $"{Subject.Protocol.Layout.Describe(node.Entry(page))}{access}{content}{(node.Pins(page) ? " pinned" : "")}";
    }

    private string Describe(ModelMessage message)
    {
        CoherenceMessage said = message.Message;
        List<string> parts = [Subject.Protocol.MessageName(said.Kind)];
        if (Shape.Pages > 1) parts.Add($"p{Index(said.Page)}");
        parts.Add($"for {said.Requester.Value}");
        if (said.Count != 0) parts.Add($"count {said.Count}");
        if (!said.Nodes.IsEmpty) parts.Add($"nodes {EntryLayout.Text(said.Nodes)}");
        if (said.Flags != 0) parts.Add($"flags {said.Flags}");
        if (said.Value != 0) parts.Add($"along {said.Value:x}");
        if (message.Content != ModelContent.Nothing) parts.Add(message.Content == ModelContent.Newest ? "(new)" : "(old)");
        return string.Join(' ', parts);
    }
}
