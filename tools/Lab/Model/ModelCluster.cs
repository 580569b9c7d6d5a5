using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Model;

/// <summary>
/// A whole cluster in one object: nodes with the protocol that ships, a channel for each ordered pair of nodes, CPUs that read and write. It moves by <see cref="ModelStep"/>s, checks the invariants after each, and can be
/// saved and restored, so that every way on from a state can be tried. It never ends: content is only "newest" or "older", hence its states are finitely many.
/// </summary>
internal sealed partial class ModelCluster : IDisposable
{
    private readonly ModelChannel[] _channels;
    private readonly bool[] _written;
    private readonly bool[] _zero;
    private readonly FrameAcceptance _acceptance;

    public ModelCluster(ModelSubject subject, ModelShape shape)
    {
        Subject = subject;
        Shape = shape;
        _acceptance = subject.Acceptance;
        _written = new bool[shape.Pages];
        _zero = new bool[shape.Pages];
        _channels = new ModelChannel[shape.Nodes * shape.Nodes];
        for (int i = 0; i < _channels.Length; i++) _channels[i] = new ModelChannel();
        Nodes = new ModelNode[shape.Nodes];
        for (int i = 0; i < shape.Nodes; i++) Nodes[i] = new ModelNode(this, new NodeId((ushort)i), subject.Protocol);
        foreach (ModelNode node in Nodes) node.Initialize();
    }

    public static PageNumber FirstPage => new(0x40000);

    public ModelSubject Subject { get; }

    public ModelShape Shape { get; }

    public ModelNode[] Nodes { get; }

    public WorldMistakes Mistakes => Subject.World;

    /// <summary>How many messages were sent since the cluster was made.</summary>
    public int Messages { get; private set; }

    /// <summary>Told of every transition; null if nobody wants to know.</summary>
    public TransitionRecorder? Recorder { get; set; }

    public static PageNumber Page(int index) => FirstPage + (uint)index;

    public static int Index(PageNumber page) => (int)(page.Value - FirstPage.Value);

    /// <summary>The node at which a page is at home.</summary>
    public int HomeOf(int page) => Shape.OneHome ? 0 : page % Shape.Nodes;

    /// <summary>For restoring a state.</summary>
    public void SetWritten(int page, bool isWritten) => _written[page] = isWritten;

    /// <summary>Whether a page was ever written.</summary>
    public bool IsWritten(int page) => _written[page];

    /// <summary>Home finds the page all zero, or a page of zeros is made of it. Guests write nothing but zeros, if that is asked for, which shows any other race as well.</summary>
    public void TakeZero(int page) => _zero[page] = true;

    /// <summary>Whether what was last written is what was found to be zero: not if anybody has written since.</summary>
    public bool IsZeroNewest(int page) => _zero[page];

    /// <summary>For restoring a state.</summary>
    public void SetZeroNewest(int page, bool isNewest) => _zero[page] = isNewest;

    public ModelChannel Channel(int from, int to) => _channels[(from * Shape.Nodes) + to];

    public void Post(NodeId from, NodeId to, ModelMessage message)
    {
        ModelViolation.Unless(from != to, $"node {from.Value} sends itself a message");
        ModelViolation.Unless(to.Value < Shape.Nodes, $"node {from.Value} sends node {to.Value} a message, which is not there");
        ModelViolation.Unless(!HasGone(to.Value), $"node {from.Value} sends node {to.Value} a message, which has gone");
        Messages++;
        Recorder?.Sent(message.Message.Kind);
        // What a dead node is sent is noticed by reliable delivery, which ends the run; here it goes nowhere.
        if (!Nodes[to.Value].IsDead) Channel(from.Value, to.Value).Add(message);
    }

    /// <summary>Makes the step happen and checks the invariants.</summary>
    /// <exception cref="ModelViolation">If one is broken.</exception>
    /// <exception cref="PanicException">If the protocol panics.</exception>
    public void Take(ModelStep step)
    {
        switch (step.Kind)
        {
            case ModelStepKind.Access: Begin(Nodes[step.A], step.B, step.C / 2, step.C % 2 == 1 ? AccessKind.Write : AccessKind.Read); break;
            case ModelStepKind.Retry: Try(Nodes[step.A], ref Nodes[step.A].Cpus[step.B]); break;
            case ModelStepKind.Evict: Evict(Nodes[step.A], step.B); break;
            case ModelStepKind.EndHold: EndHold(Nodes[step.A], step.B); break;
            case ModelStepKind.Pin: Pin(Nodes[step.A], step.B); break;
            case ModelStepKind.Unpin: Unpin(Nodes[step.A], step.B); break;
            case ModelStepKind.Die: Kill(step.A); break;
            case ModelStepKind.DropTlb: Nodes[step.A].TlbPermissions[step.B] = Nodes[step.A].Permissions[step.B]; break;
            case >= ModelStepKind.Leave: TakeDepartureStep(step); break;
            default: TakeFrame(step); break;
        }
        Check();
    }

    public void Dispose()
    {
        foreach (ModelNode node in Nodes) node.Dispose();
    }

    private void TakeFrame(ModelStep step)
    {
        ModelChannel channel = Channel(step.A, step.B);
        switch (step.Kind)
        {
            case ModelStepKind.Lose: channel.IsLost = true; break;
            case ModelStepKind.Retransmit: channel.IsLost = false; break;
            case ModelStepKind.Deliver:
                if (_acceptance.Takes(0)) Receive(Nodes[step.B], step.A, channel.Take(0));
                break;
            case ModelStepKind.DeliverEarly:
                if (_acceptance.Takes(step.C)) Receive(Nodes[step.B], step.A, channel.Take(step.C));
                break;
            case ModelStepKind.DeliverTwice:
                channel.HasDuplicate = true;
                channel.Duplicate = channel[0];
                if (_acceptance.Takes(0)) Receive(Nodes[step.B], step.A, channel.Take(0));
                break;
            default:
                ModelMessage duplicate = channel.Duplicate;
                channel.HasDuplicate = false;
                channel.Duplicate = default;
                if (_acceptance.TakesDuplicates) Receive(Nodes[step.B], step.A, duplicate);
                break;
        }
    }

    private void Begin(ModelNode node, int cpu, int page, AccessKind kind)
    {
        node.Cpus[cpu] = new ModelCpu(ModelCpuState.Retries, (byte)page, kind);
        Try(node, ref node.Cpus[cpu]);
    }

    private void Try(ModelNode node, ref ModelCpu cpu)
    {
        PagePermission needed = Needed(cpu.Kind);
        if (node.TlbPermissions[cpu.Page] < needed)
        {
            cpu = cpu with { State = ModelCpuState.Waits };
            Recorder?.Begin(node, cpu.Page);
            bool granted = node.Protocol.Access(Page(cpu.Page), cpu.Kind);
            Recorder?.End(node, cpu.Page, IsHome(node, cpu.Page), TransitionRecorder.Access(cpu.Kind));
            bool isAllowed = node.Permissions[cpu.Page] >= needed;
            ModelViolation.Unless(granted == isAllowed, $"node {node.Self.Value} is told that its {cpu.Kind} is{(granted ? "" : " not")} granted, and stage 2 says otherwise");
            if (!granted) return;
        }
        if (cpu.Kind == AccessKind.Write) Write(node, cpu.Page);
        else ModelViolation.Unless(node.Contents[cpu.Page] == ModelContent.Newest, $"node {node.Self.Value} reads an old version of page {cpu.Page}");
        cpu = default;
    }

    private void Write(ModelNode writer, int page)
    {
        ModelViolation.Unless(writer.Contents[page] == ModelContent.Newest, $"node {writer.Self.Value} writes into an old version of page {page}");
        foreach (ModelNode node in Nodes)
        {
            if (node.Contents[page] == ModelContent.Newest) node.Contents[page] = ModelContent.Older;
        }
        foreach (ModelChannel channel in _channels) Age(channel, page);
        writer.Contents[page] = ModelContent.Newest;
        _written[page] = true;
        _zero[page] = false;
    }

    private static void Age(ModelChannel channel, int page)
    {
        for (int i = 0; i < channel.Count; i++) channel[i] = Older(channel[i], page);
        if (channel.HasDuplicate) channel.Duplicate = Older(channel.Duplicate, page);
    }

    private static ModelMessage Older(ModelMessage message, int page) =>
        message.Content == ModelContent.Newest && Index(message.Message.Page) == page ? message with { Content = ModelContent.Older } : message;

    private void EndHold(ModelNode node, int page)
    {
        bool isLost = Mistakes.HasFlag(WorldMistakes.LostHoldEnd) && node.Holds[page] == ModelHold.Awaited;
        node.Holds[page] = ModelHold.None;
        // A device that works on the page holds it on.
        bool isSilent = node.Pins(page) && !Mistakes.HasFlag(WorldMistakes.HoldEndsUnderDevice);
        if (isLost || isSilent) return;
        TellHoldEnd(node, page);
    }

    private void Pin(ModelNode node, int page)
    {
        if (!node.Protocol.TryHold(Page(page))) return;
        ModelViolation.Unless(node.Permissions[page] == PagePermission.Write, $"a device at node {node.Self.Value} may work on page {page}, which may not be written there");
        ModelViolation.Unless(!node.Leaves(page), $"a device at node {node.Self.Value} may work on page {page}, whose frame is wanted back");
        node.SetPins(page, true);
    }

    private void Unpin(ModelNode node, int page)
    {
        node.SetPins(page, false);
        // A hold for CPUs that waited goes on by itself.
        if (node.Holds[page] == ModelHold.None) TellHoldEnd(node, page);
    }

    private void TellHoldEnd(ModelNode node, int page)
    {
        Recorder?.Begin(node, page);
        node.Protocol.EndHold(Page(page));
        Recorder?.End(node, page, IsHome(node, page), TransitionRecorder.EndHold);
    }

    private void Evict(ModelNode node, int page)
    {
        Recorder?.Begin(node, page);
        bool leaves = node.Protocol.Evict(Page(page));
        // If it has not left at once.
        if (leaves && node.Contents[page] != ModelContent.Nothing) node.SetLeaves(page);
        Recorder?.End(node, page, IsHome(node, page), TransitionRecorder.Evict);
    }

    private void Receive(ModelNode node, int from, ModelMessage message)
    {
        int page = Index(message.Message.Page);
        Recorder?.Begin(node, page);
        node.Receive(from, message);
        Recorder?.End(node, page, IsHome(node, page), TransitionRecorder.Message(message.Message.Kind));
    }

    private bool IsHome(ModelNode node, int page) => HomeOf(page) == node.Self.Value;

    private void Kill(int dead)
    {
        Nodes[dead].IsDead = true;
        for (int other = 0; other < Shape.Nodes; other++) Channel(other, dead).Clear();
    }

    private static PagePermission Needed(AccessKind kind) => kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read;
}
