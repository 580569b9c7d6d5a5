using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>The leader's side: it asks who is there, describes the cluster, and says when to start.</summary>
internal sealed class LeaderBringUp(BringUpContext context, ClusterViews views) : BringUpRole
{
    private const int RepeatsPerLogLine = 10;

    private readonly MemberTable _members = new();
    private readonly Newcomer _newcomer = new(context, views);
    private readonly DescribedNode[] _described = new DescribedNode[NodeId.MaximumNodes];
    private readonly NodeDescription[] _nodes = new NodeDescription[NodeId.MaximumNodes];
    private NodeSet _ready = NodeSet.Empty;
    private int _nodeCount;
    private int _repeats;

    private int ExpectedMembers => context.Options.ExpectedNodes - 1;

    private int FreePlaces => Math.Max(0, context.Options.MostNodes - context.Options.ExpectedNodes);

    // Whether the guest runs, and another node may join.
    private bool IsOpen => Reached == BringUpStep.Started && context.Cluster.HasFreePlace;

    /// <inheritdoc/>
    public override ulong RepeatMicroseconds => Reached != BringUpStep.Started ? context.Options.RepeatMicroseconds : FreePlaces != 0 ? context.Options.JoinMicroseconds : 0;

    /// <inheritdoc/>
    public override string WaitsFor => Reached < BringUpStep.Described ? "members to answer discovery" : "members to report that their set-up is done";

    /// <inheritdoc/>
    public override void Begin()
    {
        int expected = context.Options.ExpectedNodes;
        if (expected is < 1 or > NodeId.MaximumNodes) Panic.Fail($"bring-up: a cluster of {expected} nodes; it must be 1 to {NodeId.MaximumNodes}");
        if (context.Options.MostNodes > NodeId.MaximumNodes) Panic.Fail($"bring-up: a cluster of {context.Options.MostNodes} nodes at most; it must be {expected} to {NodeId.MaximumNodes}");
        MemberTable.Require(context.Address, in context.Own);
        context.Cluster.Join(context.Options.Epoch != 0 ? context.Options.Epoch : NewEpoch());
        context.Log.Info($"leading a cluster of {expected} nodes, epoch {context.Cluster.Epoch:x}");
        if (ExpectedMembers != 0) Discover(MacAddress.Broadcast, default);
    }

    /// <inheritdoc/>
    public override void Advance()
    {
        if (Reached < BringUpStep.Described && _members.Count == ExpectedMembers) Describe();
        if (Reached == BringUpStep.Ready && _ready.Count == context.Options.ExpectedNodes) Start();
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
        if (IsOpen || (Reached < BringUpStep.Described && ExpectedMembers != 0)) Discover(MacAddress.Broadcast, default);
        if (++_repeats % RepeatsPerLogLine != 0) return;
        if (Reached < BringUpStep.Described) context.Log.Info($"bring-up: {_members.Count} of {ExpectedMembers} members have answered");
        else if (Reached == BringUpStep.Ready) context.Log.Info($"bring-up: {_ready.Count} of {context.Options.ExpectedNodes} nodes are ready");
    }

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame) => (ControlKind)frame.Header.Kind switch
    {
        ControlKind.Discover => TakeDiscovery(in frame),
        ControlKind.Challenge => AnswerChallenge(in frame),
        ControlKind.Offer => TakeOffer(in frame),
        ControlKind.Ready => TakeReady(in frame),
        ControlKind.TimeRequest => AnswerTime(in frame),
        _ => false,
    };

    /// <inheritdoc/>
    public override bool HasJoined(MacAddress address) => _members.Contains(address);

    /// <inheritdoc/>
    public override void FailTimedOut()
    {
        TextBuilder text = new(0, 0);
        text.AppendLiteral("bring-up: after ");
        text.AppendFormatted(context.Options.BoundMicroseconds / 1_000_000);
        text.AppendLiteral(" s ");
        if (Reached < BringUpStep.Described) NameAnswered(ref text);
        else NameUnready(ref text);
        context.Strangers.AppendUnreadable(ref text);
        Panic.Fail(ref text);
    }

    private void Describe()
    {
        _nodeCount = _members.Describe(context.Address, in context.Own, FreePlaces, _described);
        if (!MemberTable.TryPlace(new ReadOnlySpan<DescribedNode>(_described, 0, _nodeCount), context.Address, _nodes)) Panic.Fail($"bring-up: {_nodeCount} nodes give the guest more memory than its {GuestPhysicalAddress.Bits}-bit address space holds");
        context.Cluster.Describe(NodeId.Leader, new ReadOnlySpan<NodeDescription>(_nodes, 0, _nodeCount));
        Reached = BringUpStep.Described;
        SendDescription(MacAddress.Broadcast);
    }

    private void Start()
    {
        Reached = BringUpStep.Started;
        if (ExpectedMembers != 0) context.Send(MacAddress.Broadcast, ControlKind.Start);
    }

    private bool TakeOffer(in DecodedFrame frame)
    {
        bool isOffer = frame.Payload.Length is >= NodeOffer.Bytes and <= NodeOffer.Bytes + BringUpOptions.MaximumImageNameBytes;
        if (!isOffer || !Introduction.TryRead(frame.Body, out Introduction introduction)) return false;
        MacAddress address = frame.SourceAddress;
        if (frame.Header.Epoch != context.Cluster.Epoch || !context.Acquaintances.Knows(address, in introduction))
        {
            Challenge(address, introduction.Ours);
            return true;
        }
        NodeOffer offer = MemoryMarshal.Read<NodeOffer>(frame.Payload);
        ReadOnlySpan<byte> image = frame.Payload[NodeOffer.Bytes..];
        if (IsOpen) AnswerNewcomer(address, in offer, image);
        else if (Reached >= BringUpStep.Described) AnswerLateOffer(address);
        else if (!_members.Contains(address)) AddMember(address, in offer, image);
        return true;
    }

    private void AddMember(MacAddress address, in NodeOffer offer, ReadOnlySpan<byte> image)
    {
        MemberTable.Require(address, in offer);
        TextBuilder how = new(0, 0);
        how.AppendLiteral("bring-up: ");
        if (Differs(address, in offer, image, ref how)) Panic.Fail(ref how);
        if (_members.Count == ExpectedMembers)
        {
            Panic.Fail($"bring-up: {address} is one node more than the {context.Options.ExpectedNodes} expected: start fewer, or say how many there are");
        }
        _members.Add(address, in offer);
        context.Log.Info($"{address} answered: {offer.CpuCount} CPUs, {offer.MemoryBytes >> 20} MiB ({_members.Count} of {ExpectedMembers} members)");
    }

    // The guest runs: whatever a machine is that wants to join, this one goes on.
    private void AnswerNewcomer(MacAddress address, in NodeOffer offer, ReadOnlySpan<byte> image)
    {
        TextBuilder why = new(0, 0);
        if (context.Cluster.IsPlacedAt(address)) context.Strangers.Name(address, "wants to join, and is the address of a node that is there: two machines have one address, or it was started anew before it was missed");
        else if (MemberTable.IsOdd(address, in offer, ref why) || Differs(address, in offer, image, ref why)) _newcomer.Refuse(address, ref why);
        else _newcomer.TakeOffer(address, in offer);
    }

    private void AnswerLateOffer(MacAddress address)
    {
        // Who may join does so once the guest runs.
        if (FreePlaces != 0 && Reached != BringUpStep.Started && !_members.Contains(address)) return;

        // One that is not part of the cluster learns so from the description, and says so.
        SendDescription(address);
        if (!_members.Contains(address)) context.Strangers.Name(address, "is refused: the cluster is complete without it");
    }

    private bool TakeReady(in DecodedFrame frame)
    {
        NodeId node = frame.Header.Source;
        if (Reached == BringUpStep.Started && _newcomer.Is(node, frame.SourceAddress))
        {
            _newcomer.TakeReady();
            return true;
        }
        if (!context.Cluster.IsPeer(node, frame.SourceAddress)) return RefuseLate(frame.SourceAddress);
        if (!_ready.Contains(node)) context.Log.Info($"{node} ({frame.SourceAddress}) is ready");
        _ready = _ready.With(node);

        // It has not heard the start.
        if (Reached == BringUpStep.Started && context.Cluster.TakesWork(node)) context.Send(frame.SourceAddress, ControlKind.Start);
        return true;
    }

    // One that was told the cluster, and has been given up since.
    private bool RefuseLate(MacAddress address)
    {
        if (Reached == BringUpStep.Started) _newcomer.RefuseLate(address);
        return false;
    }

    private bool AnswerTime(in DecodedFrame frame)
    {
        // The guest runs with the time that was agreed.
        bool isNewcomer = _newcomer.Is(frame.Header.Source, frame.SourceAddress);
        if (!isNewcomer && !context.Cluster.IsPeer(frame.Header.Source, frame.SourceAddress)) return RefuseLate(frame.SourceAddress);
        if (Reached == BringUpStep.Started && !isNewcomer) return false;

        // The member's clock may be the one that is ahead. A guest that runs does not leap to a newcomer's.
        if (!isNewcomer) context.Time.AdvanceTo(frame.Header.GuestTime);
        context.Send(frame.SourceAddress, ControlKind.TimeReply, frame.Body);
        return true;
    }

    private bool TakeDiscovery(in DecodedFrame frame)
    {
        MacAddress address = frame.SourceAddress;
        if (!Introduction.TryRead(frame.Body, out Introduction introduction)) return false;
        if (!context.Acquaintances.Knows(address, in introduction))
        {
            context.Strangers.Name(address, "looks for members on this network, too: asked whether it leads another cluster");
            Challenge(address, introduction.Ours);
            return false;
        }

        // A cluster that is complete goes on, whoever else there is.
        if (Reached >= BringUpStep.Described) return false;
        Panic.Fail($"bring-up: two leaders: {address} was given a guest payload, and so was this node ({context.Address}); give it to one of them");
        return false;
    }

    private bool AnswerChallenge(in DecodedFrame frame)
    {
        if (!Introduction.TryRead(frame.Body, out Introduction introduction)) return false;
        Discover(frame.SourceAddress, introduction);
        return true;
    }

    private void Discover(MacAddress to, Introduction heard)
    {
        Introduction introduction = new() { Theirs = heard.Ours };
        context.Send(to, ControlKind.Discover, introduction.AsBytes());
    }

    private void Challenge(MacAddress address, ulong theirs)
    {
        Introduction introduction = new() { Ours = context.Acquaintances.NumberOf(address), Theirs = theirs };
        context.Send(address, ControlKind.Challenge, introduction.AsBytes());
    }

    // What the guest takes for one machine must be alike.
    private bool Differs(MacAddress address, in NodeOffer offer, ReadOnlySpan<byte> image, scoped ref TextBuilder how)
    {
        ulong frequency = context.Own.CounterFrequencyHz;
        if (offer.CounterFrequencyHz != frequency)
        {
            how.AppendLiteral("the counter of ");
            how.AppendFormatted(address);
            how.AppendLiteral(" runs at ");
            how.AppendFormatted(offer.CounterFrequencyHz);
            how.AppendLiteral(" Hz, the leader's at ");
            how.AppendFormatted(frequency);
            how.AppendLiteral(" Hz");
            return true;
        }
        for (int i = 0; i < NodeFeatures.Count; i++)
        {
            if (offer.Features[i] == context.Own.Features[i]) continue;
            how.AppendFormatted(address);
            if (i == NodeFeatures.Image)
            {
                how.AppendLiteral(" runs the image ");
                how.AppendFormatted(image);
                how.AppendLiteral(", the leader ");
                how.AppendFormatted(context.Options.ImageName.AsSpan());
                how.AppendLiteral(": all nodes must run the same");
                return true;
            }
            how.AppendLiteral(" differs from the leader in feature ");
            how.AppendFormatted(i);
            how.AppendLiteral(": ");
            how.AppendFormatted(offer.Features[i], "x");
            how.AppendLiteral(" and ");
            how.AppendFormatted(context.Own.Features[i], "x");
            how.AppendLiteral("; all nodes must have the same CPU model");
            return true;
        }
        return false;
    }

    private void SendDescription(MacAddress to)
    {
        DescriptionHead head = default;
        context.Send(to, ControlKind.Describe, MemoryMarshal.AsBytes(new ReadOnlySpan<DescriptionHead>(in head)), MemoryMarshal.AsBytes(new ReadOnlySpan<DescribedNode>(_described, 0, _nodeCount)));
    }

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
        for (int i = 0; i < context.Options.ExpectedNodes; i++)
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
