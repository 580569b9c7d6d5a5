using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The leader's side: it asks who is there, describes the cluster, and says when to start.</summary>
internal sealed class LeaderBringUp(BringUpContext context) : BringUpRole
{
    private const int RepeatsPerLogLine = 10;

    private readonly MemberTable _members = new();
    private readonly NodeDescription[] _nodes = new NodeDescription[NodeId.MaximumNodes];
    private NodeSet _ready = NodeSet.Empty;
    private int _nodeCount;
    private int _repeats;
    private bool _strangerNamed;

    private int ExpectedMembers => context.Options.ExpectedNodes - 1;

    /// <inheritdoc/>
    public override string WaitsFor => Reached < BringUpStep.Described ? "members to answer discovery" : "members to report that their set-up is done";

    /// <inheritdoc/>
    public override void Begin()
    {
        int expected = context.Options.ExpectedNodes;
        if (expected is < 1 or > NodeId.MaximumNodes) Panic.Fail($"bring-up: a cluster of {expected} nodes; it must be 1 to {NodeId.MaximumNodes}");
        MemberTable.Require(context.Address, in context.Own);
        context.Cluster.Join(context.Options.Epoch != 0 ? context.Options.Epoch : NewEpoch());
        context.Log.Info($"leading a cluster of {expected} nodes, epoch {context.Cluster.Epoch:x}");
        if (ExpectedMembers != 0) context.Send(MacAddress.Broadcast, ControlKind.Discover);
    }

    /// <inheritdoc/>
    public override void Advance()
    {
        if (Reached < BringUpStep.Described && _members.Count == ExpectedMembers) Describe();
        if (Reached == BringUpStep.Ready && _ready.Count == _nodeCount) Start();
    }

    /// <inheritdoc/>
    public override void ReportReady()
    {
        _ready = _ready.With(NodeId.Leader);
        Reached = BringUpStep.Ready;
    }

    /// <inheritdoc/>
    public override void Repeat()
    {
        if (Reached < BringUpStep.Described && ExpectedMembers != 0) context.Send(MacAddress.Broadcast, ControlKind.Discover);
        if (++_repeats % RepeatsPerLogLine != 0) return;
        if (Reached < BringUpStep.Described) context.Log.Info($"bring-up: {_members.Count} of {ExpectedMembers} members have answered");
        else if (Reached == BringUpStep.Ready) context.Log.Info($"bring-up: {_ready.Count} of {_nodeCount} nodes are ready");
    }

    /// <inheritdoc/>
    public override void Receive(in DecodedFrame frame)
    {
        switch ((ControlKind)frame.Header.Kind)
        {
            case ControlKind.Discover: RefuseLeader(frame.SourceAddress); break;
            case ControlKind.Offer: TakeOffer(in frame); break;
            case ControlKind.Ready: TakeReady(in frame); break;
            case ControlKind.TimeRequest: context.Send(frame.SourceAddress, ControlKind.TimeReply, frame.Body); break;
        }
    }

    /// <inheritdoc/>
    public override void FailTimedOut()
    {
        TextBuilder text = new(0, 0);
        text.AppendLiteral("bring-up: after ");
        text.AppendFormatted(context.Options.BoundMicroseconds / 1_000_000);
        text.AppendLiteral(" s ");
        if (Reached < BringUpStep.Described) NameAnswered(ref text);
        else NameUnready(ref text);
        Panic.Fail(ref text);
    }

    private void Describe()
    {
        _nodeCount = _members.Describe(context.Address, in context.Own, _nodes);
        context.Cluster.Describe(NodeId.Leader, new ReadOnlySpan<NodeDescription>(_nodes, 0, _nodeCount));
        Reached = BringUpStep.Described;
        SendDescription(MacAddress.Broadcast);
    }

    private void Start()
    {
        Reached = BringUpStep.Started;
        if (ExpectedMembers != 0) context.Send(MacAddress.Broadcast, ControlKind.Start);
    }

    private void TakeOffer(in DecodedFrame frame)
    {
        if (frame.Body.Length != NodeOffer.Bytes) return;
        MacAddress address = frame.SourceAddress;
        if (Reached >= BringUpStep.Described) AnswerLateOffer(address);
        else if (!_members.Contains(address)) AddMember(address, MemoryMarshal.Read<NodeOffer>(frame.Body));
    }

    private void AddMember(MacAddress address, in NodeOffer offer)
    {
        MemberTable.Require(address, in offer);
        RequireSame(address, in offer);
        if (_members.Count == ExpectedMembers)
        {
            Panic.Fail($"bring-up: {address} is one node more than the {context.Options.ExpectedNodes} expected: start fewer, or say how many there are");
        }
        _members.Add(address, in offer);
        context.Log.Info($"{address} answered: {offer.CpuCount} CPUs, {offer.MemoryBytes >> 20} MiB ({_members.Count} of {ExpectedMembers} members)");
    }

    private void AnswerLateOffer(MacAddress address)
    {
        // One that is not part of the cluster learns so from the description, and says so.
        SendDescription(address);
        if (_members.Contains(address) || _strangerNamed) return;
        _strangerNamed = true;
        context.Log.Warn($"refused {address}: the cluster of {_nodeCount} nodes is complete without it");
    }

    private void TakeReady(in DecodedFrame frame)
    {
        NodeId node = frame.Header.Source;
        if (node.Value >= _nodeCount || _nodes[node.Value].Address.Value != frame.SourceAddress.Value) return;
        if (!_ready.Contains(node)) context.Log.Info($"{node} ({frame.SourceAddress}) is ready");
        _ready = _ready.With(node);

        // It has not heard the start.
        if (Reached == BringUpStep.Started) context.Send(frame.SourceAddress, ControlKind.Start);
    }

    private void RefuseLeader(MacAddress address)
    {
        if (Reached < BringUpStep.Described)
        {
            Panic.Fail($"bring-up: two leaders: {address} was given a guest payload, and so was this node ({context.Address}); give it to one of them");
        }
        if (_strangerNamed) return;
        _strangerNamed = true;
        context.Log.Warn($"another leader, {address}, looks for members on this network; this cluster of {_nodeCount} nodes is complete and goes on");
    }

    private void RequireSame(MacAddress address, in NodeOffer offer)
    {
        ulong frequency = context.Own.CounterFrequencyHz;
        if (offer.CounterFrequencyHz != frequency)
        {
            Panic.Fail($"bring-up: the counter of {address} runs at {offer.CounterFrequencyHz} Hz, the leader's at {frequency} Hz");
        }
        for (int i = 0; i < NodeFeatures.Count; i++)
        {
            if (offer.Features[i] != context.Own.Features[i])
            {
                Panic.Fail(
                    $"bring-up: {address} differs from the leader in feature {i}: {offer.Features[i]:x} and {context.Own.Features[i]:x}; "
                    + $"all nodes must have the same CPU model and image");
            }
        }
    }

    private void SendDescription(MacAddress to) =>
        context.Send(to, ControlKind.Describe, default, MemoryMarshal.AsBytes(new ReadOnlySpan<NodeDescription>(_nodes, 0, _nodeCount)));

    private void NameAnswered(ref TextBuilder text)
    {
        text.AppendFormatted(_members.Count);
        text.AppendLiteral(" of ");
        text.AppendFormatted(ExpectedMembers);
        text.AppendLiteral(" members have answered:");
        for (int i = 0; i < _members.Count; i++)
        {
            text.AppendLiteral(" ");
            text.AppendFormatted(_members[i]);
        }
        text.AppendLiteral("; start the others, or expect fewer");
    }

    private void NameUnready(ref TextBuilder text)
    {
        text.AppendLiteral("not ready:");
        for (int i = 0; i < _nodeCount; i++)
        {
            NodeId node = new((ushort)i);
            if (_ready.Contains(node)) continue;
            text.AppendLiteral(" ");
            text.AppendFormatted(node);
            text.AppendLiteral(" (");
            text.AppendFormatted(_nodes[i].Address);
            text.AppendLiteral(")");
        }
    }

    // Counters of machines that were switched on together differ in their lower bits at least; the address tells two leaders apart.
    private ulong NewEpoch() => (context.Counter.Now.Value << 16) ^ context.Address.Value ^ 1;
}
