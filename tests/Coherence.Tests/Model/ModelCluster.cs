using System;
using System.Collections.Generic;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>
/// A whole cluster in one object: nodes with the shipped protocol, a FIFO channel for each ordered pair of nodes, CPUs that read and write. It moves by
/// <see cref="ModelStep"/>s, checks the invariants after each, and can be saved and restored, so that a test may walk it at random or visit every state.
/// </summary>
internal sealed class ModelCluster : IDisposable
{
    /// <summary>More messages than this between two nodes is a violation: a queue must have a bound.</summary>
    private const int ChannelBound = 16;

    private readonly ModelShape _shape;
    private readonly Queue<ModelMessage>[] _channels;
    private readonly int[] _newest;

    public ModelCluster(ModelShape shape)
    {
        _shape = shape;
        _newest = new int[shape.Pages];
        _channels = new Queue<ModelMessage>[shape.Nodes * shape.Nodes];
        for (int i = 0; i < _channels.Length; i++) _channels[i] = new Queue<ModelMessage>();
        Nodes = new ModelNode[shape.Nodes];
        for (int i = 0; i < shape.Nodes; i++) Nodes[i] = new ModelNode(this, new NodeId((ushort)i), shape.Options);
        foreach (ModelNode node in Nodes)
        {
            node.Initialize();
            for (int cpu = 0; cpu < CpusPerNode; cpu++) node.Cpus[cpu].Left = shape.AccessesPerCpu;
        }
    }

    public static PageNumber FirstPage => new(0x40000);

    public ModelNode[] Nodes { get; }

    public int Pages => _shape.Pages;

    public int CpusPerNode => _shape.CpusPerNode;

    public bool HasHolds => _shape.Holds;

    /// <summary>How many messages were sent.</summary>
    public int Messages { get; private set; }

    private bool IsEndless => _shape.AccessesPerCpu == ModelShape.Endless;

    public static PageNumber Page(int index) => FirstPage + (uint)index;

    public static int Index(PageNumber page) => (int)(page.Value - FirstPage.Value);

    public static void Demand(bool condition, string what)
    {
        if (!condition) throw new ModelViolation(what);
    }

    public void Dispose()
    {
        foreach (ModelNode node in Nodes) node.Free();
    }

    public NodeId HomeOf(int page) => new((ushort)(page % _shape.Nodes));

    public void Post(NodeId from, NodeId to, ModelMessage message)
    {
        Demand(from != to, "a node sent itself a message");
        Queue<ModelMessage> channel = Channel(from.Value, to.Value);
        channel.Enqueue(message);
        Messages++;
        Demand(channel.Count <= ChannelBound, "a channel holds more messages than its bound");
    }

    /// <summary>All that can happen next.</summary>
    public List<ModelStep> Steps()
    {
        List<ModelStep> steps = [];
        for (int a = 0; a < Nodes.Length; a++)
        {
            for (int b = 0; b < Nodes.Length; b++)
            {
                if (Channel(a, b).Count != 0) steps.Add(new ModelStep(ModelStep.What.Deliver, a, b));
            }
            AddCpuSteps(steps, a);
            AddPageSteps(steps, a);
        }
        return steps;
    }

    public void Take(ModelStep step)
    {
        ModelNode node = Nodes[step.A];
        switch (step.Kind)
        {
            case ModelStep.What.Want: Want(ref node.Cpus[step.B], step.C); break;
            case ModelStep.What.Try: Try(node, ref node.Cpus[step.B]); break;
            case ModelStep.What.Deliver: Deliver(step.A, step.B); break;
            case ModelStep.What.Evict: node.Protocol.Evict(Page(step.B)); break;
            default:
                node.Holds[step.B] = ModelHold.None;
                node.Protocol.EndHold(Page(step.B));
                break;
        }
        for (int page = 0; page < Pages; page++) CheckPage(page);
        if (IsQuiet()) CheckQuiet();
    }

    /// <summary>What a step is, for people; to be asked before it is taken.</summary>
    public string Describe(ModelStep step)
    {
        switch (step.Kind)
        {
            case ModelStep.What.Want: return $"node {step.A} cpu {step.B} wants to {(step.C % 2 == 1 ? "write" : "read")} page {step.C / 2}";
            case ModelStep.What.Try: return $"node {step.A} cpu {step.B} tries";
            case ModelStep.What.Evict: return $"node {step.A} evicts page {step.B}";
            case ModelStep.What.EndHold: return $"node {step.A} ends the hold of page {step.B}";
            default:
                ModelMessage next = Channel(step.A, step.B).Peek();
                CoherenceMessage message = next.Message;
                return $"{step.A} -> {step.B}: {(OwnerDirectoryMessage)message.Kind} page {Index(message.Page)} for {message.Requester.Value}"
                    + $" count {message.Count} nodes {message.Nodes.Bits:x} flags {message.Flags}{(next.HasContent ? $" v{next.Version}" : "")}";
        }
    }

    public string Describe()
    {
        StringBuilder text = new();
        foreach (ModelNode node in Nodes)
        {
            foreach (string line in node.Describe()) text.Append("    ").AppendLine(line);
        }
        return text.ToString();
    }

    /// <summary>Saves the state, or restores it.</summary>
    public void Transfer(StateBytes state) => ModelSnapshot.Transfer(this, state, _channels, _newest);

    private Queue<ModelMessage> Channel(int from, int to) => _channels[(from * Nodes.Length) + to];

    private void AddCpuSteps(List<ModelStep> steps, int node)
    {
        for (int c = 0; c < CpusPerNode; c++)
        {
            ModelCpu cpu = Nodes[node].Cpus[c];
            if (cpu.Wants && !cpu.Waits) steps.Add(new ModelStep(ModelStep.What.Try, node, c));
            if (cpu.Wants || cpu.Left == 0) continue;
            for (int what = 0; what < 2 * Pages; what++) steps.Add(new ModelStep(ModelStep.What.Want, node, c, what));
        }
    }

    private void AddPageSteps(List<ModelStep> steps, int node)
    {
        for (int page = 0; page < Pages; page++)
        {
            if (Nodes[node].Holds[page] != ModelHold.None) steps.Add(new ModelStep(ModelStep.What.EndHold, node, page));
            bool isHere = HomeOf(page).Value != node && Nodes[node].Permissions[page] != PagePermission.None;
            if (_shape.Evictions && isHere) steps.Add(new ModelStep(ModelStep.What.Evict, node, page));
        }
    }

    private void Want(ref ModelCpu cpu, int what)
    {
        if (!IsEndless) cpu.Left--;
        cpu.Wants = true;
        cpu.Page = Page(what / 2);
        cpu.Kind = what % 2 == 1 ? AccessKind.Write : AccessKind.Read;
    }

    private void Try(ModelNode node, ref ModelCpu cpu)
    {
        PagePermission needed = cpu.Kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read;
        int page = Index(cpu.Page);
        if (node.Permissions[page] < needed)
        {
            cpu.Waits = true;
            bool granted = node.Protocol.Access(cpu.Page, cpu.Kind);
            Demand(granted == (node.Permissions[page] >= needed), "the protocol's answer and the permission do not agree");
            if (!granted) return;
        }
        Make(node, page, cpu.Kind);
        cpu.Wants = cpu.Waits = false;
        cpu.Page = default;
        cpu.Kind = default;
    }

    private void Make(ModelNode node, int page, AccessKind kind)
    {
        int version = node.Versions[page];
        Demand(version == _newest[page], $"node {node.Self.Value} {kind}s version {version} of page {page}, the newest is {_newest[page]}");
        if (kind == AccessKind.Read) return;
        if (!IsEndless)
        {
            node.Versions[page] = ++_newest[page];
            return;
        }
        Age(page);
        node.Versions[page] = _newest[page] = 1;
    }

    /// <summary>Without end, versions are 1 for the newest and 0 for any other.</summary>
    private void Age(int page)
    {
        foreach (ModelNode node in Nodes) node.Versions[page] = Math.Min(node.Versions[page], 0);
        foreach (Queue<ModelMessage> channel in _channels)
        {
            for (int i = channel.Count; i > 0; i--)
            {
                ModelMessage message = channel.Dequeue();
                bool older = message.HasContent && Index(message.Message.Page) == page;
                channel.Enqueue(older ? message with { Version = 0 } : message);
            }
        }
    }

    private void Deliver(int from, int to)
    {
        ModelMessage message = Channel(from, to).Dequeue();
        Nodes[to].Arriving = message;
        Nodes[to].Protocol.Receive(new NodeId((ushort)from), message.Message);
        Nodes[to].Arriving = null;
        if (!IsEndless) CountDiscards(Nodes[to], message.Message);
    }

    /// <summary>
    /// A copy that was awaited may be thrown away once, and once more for every time the page was evicted meanwhile: else a reader could starve.
    /// </summary>
    private void CountDiscards(ModelNode node, CoherenceMessage message)
    {
        int page = Index(message.Page);
        OwnerDirectoryMessage kind = (OwnerDirectoryMessage)message.Kind;
        if (kind is OwnerDirectoryMessage.PutData or OwnerDirectoryMessage.PutGrant)
        {
            foreach (ModelNode other in Nodes) other.DiscardsAllowed[page]++;
        }
        if (kind != OwnerDirectoryMessage.Data) return;
        bool isDiscarded = node.Protocol.Entry(message.Page).State == OwnerDirectoryState.ReadPending;
        node.DiscardsAllowed[page] = isDiscarded ? node.DiscardsAllowed[page] - 1 : 1;
        Demand(node.DiscardsAllowed[page] >= 0, $"node {node.Self.Value} throws one copy after the other away");
    }

    private void CheckPage(int page)
    {
        int writers = 0;
        int readers = 0;
        foreach (ModelNode node in Nodes)
        {
            if (node.Permissions[page] == PagePermission.Write) writers++;
            if (node.Permissions[page] == PagePermission.Read) readers++;
            bool visible = node.Permissions[page] != PagePermission.None;
            Demand(!visible || node.Versions[page] == _newest[page], $"node {node.Self.Value} can see an old version of page {page}");
        }
        Demand(writers == 0 || writers + readers == 1, $"page {page} has {writers} writers and {readers} readers");
    }

    private bool IsQuiet()
    {
        foreach (Queue<ModelMessage> channel in _channels)
        {
            if (channel.Count != 0) return false;
        }
        foreach (ModelNode node in Nodes)
        {
            if (Array.IndexOf(node.Holds, ModelHold.Awaited) >= 0) return false;
        }
        return true;
    }

    /// <summary>No message is under way and no hold is awaited: nothing need ever happen of itself.</summary>
    private void CheckQuiet()
    {
        foreach (ModelNode node in Nodes)
        {
            foreach (ModelCpu cpu in node.Cpus) Demand(!cpu.Waits, $"a CPU of node {node.Self.Value} waits for ever");
        }
        for (int page = 0; page < Pages; page++) CheckDirectory(page);
    }

    private void CheckDirectory(int page)
    {
        NodeId home = HomeOf(page);
        OwnerDirectoryEntry atHome = Nodes[home.Value].Protocol.Entry(Page(page));
        ModelNode owner = Nodes[atHome.Owner.Value];
        OwnerDirectoryEntry atOwner = owner.Protocol.Entry(Page(page));
        Demand(atOwner.State == OwnerDirectoryState.Owned, $"home thinks node {owner.Self.Value} owns page {page}");
        Demand(owner.Versions[page] == _newest[page], $"the owner of page {page} has an old version");
        foreach (ModelNode node in Nodes)
        {
            OwnerDirectoryEntry entry = node.Protocol.Entry(Page(page));
            bool isIdle = node.Protocol.PendingReaders(Page(page)).IsEmpty && !entry.Has(OwnerDirectoryFlags.WriterWaits) && entry.MissingAcknowledgements == 0;
            Demand(isIdle, $"something still waits at node {node.Self.Value}");
            Demand(!entry.Has(OwnerDirectoryFlags.Stale) && !entry.Has(OwnerDirectoryFlags.PutWaits), $"a mark was left at node {node.Self.Value}");
            if (node == owner) continue;
            Demand(entry.State is OwnerDirectoryState.Invalid or OwnerDirectoryState.Shared, $"node {node.Self.Value} is left in {entry.State}");
            bool isKnown = entry.State != OwnerDirectoryState.Shared || owner.Protocol.Copyset(Page(page)).Contains(node.Self);
            Demand(isKnown, $"the owner does not know of node {node.Self.Value}'s copy");
        }
    }
}
