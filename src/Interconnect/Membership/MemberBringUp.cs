using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A member's side: it answers the leader, finds itself in the description, sets its clock, and waits for the start.</summary>
internal sealed class MemberBringUp(BringUpContext context) : BringUpRole
{
    private const int RepeatsPerLogLine = 50;

    private readonly NodeDescription[] _nodes = new NodeDescription[NodeId.MaximumNodes];
    private readonly ClockSetter _clock = new(context.Options.ClockExchanges, context.Time, context.Counter, context.Log);
    private MacAddress _leader;
    private int _nodeCount;
    private int _repeats;
    private bool _started;

    /// <inheritdoc/>
    public override string WaitsFor => Reached switch
    {
        BringUpStep.Discovering => "a leader",
        BringUpStep.Offered => "the leader's description of the cluster",
        _ => "the leader's start signal",
    };

    /// <inheritdoc/>
    public override void Begin()
    {
        MemberTable.Require(context.Address, in context.Own);
        context.Log.Info($"{context.Address} has no guest payload: waiting for a leader");
    }

    /// <inheritdoc/>
    public override void Advance()
    {
        if (Reached < BringUpStep.Described && _nodeCount != 0) TakeUpDescription();
        if (Reached == BringUpStep.Ready && _started) Reached = BringUpStep.Started;
    }

    /// <inheritdoc/>
    public override void ReportReady()
    {
        Reached = BringUpStep.Ready;
        SendReady();
    }

    /// <inheritdoc/>
    public override void Repeat()
    {
        if (Reached == BringUpStep.Offered) SendOffer();
        if (Reached == BringUpStep.Ready && !_started) SendReady();
        if (++_repeats % RepeatsPerLogLine == 0) context.Log.Info($"bring-up: waiting for {WaitsFor}");
    }

    /// <inheritdoc/>
    public override void Receive(in DecodedFrame frame)
    {
        ControlKind kind = (ControlKind)frame.Header.Kind;
        if (kind == ControlKind.Discover)
        {
            Answer(in frame);
            return;
        }
        if (frame.SourceAddress.Value != _leader.Value) return;
        if (kind == ControlKind.Describe && _nodeCount == 0) TakeDescription(in frame);
        if (kind == ControlKind.TimeReply) TakeTime(in frame);
        if (kind == ControlKind.Start && Reached == BringUpStep.Ready) _started = true;
    }

    /// <inheritdoc/>
    public override void FailTimedOut()
    {
        ulong seconds = context.Options.BoundMicroseconds / 1_000_000;
        if (Reached == BringUpStep.Discovering)
        {
            Panic.Fail($"bring-up: no leader was heard of within {seconds} s: start the node that has the guest payload, on the same network");
        }
        Panic.Fail($"bring-up: waited {seconds} s for {WaitsFor}; the leader is {_leader}");
    }

    private void Answer(in DecodedFrame frame)
    {
        // A node that is in a cluster stays there, whoever asks.
        if (_nodeCount != 0 || frame.Header.Epoch == 0) return;
        if (Reached == BringUpStep.Discovering) context.Log.Info($"discovered by the leader {frame.SourceAddress}, epoch {frame.Header.Epoch:x}");
        _leader = frame.SourceAddress;
        context.Cluster.Join(frame.Header.Epoch);
        Reached = BringUpStep.Offered;
        SendOffer();
    }

    private void TakeDescription(in DecodedFrame frame)
    {
        Span<byte> nodes = MemoryMarshal.AsBytes(new Span<NodeDescription>(_nodes));
        int bytes = nodes.Length / NodeId.MaximumNodes;
        if (frame.Payload.IsEmpty || frame.Payload.Length > nodes.Length || frame.Payload.Length % bytes != 0) return;
        frame.Payload.CopyTo(nodes);
        _nodeCount = frame.Payload.Length / bytes;
    }

    private void TakeUpDescription()
    {
        int self = IndexOf(context.Address);
        if (self < 0)
        {
            Panic.Fail(
                $"bring-up: the leader {_leader} has made its cluster of {_nodeCount} nodes without this node ({context.Address}): "
                + $"one more was started than it expects");
        }
        context.Cluster.Describe(new NodeId((ushort)self), new ReadOnlySpan<NodeDescription>(_nodes, 0, _nodeCount));
        Reached = BringUpStep.Described;
    }

    private void TakeTime(in DecodedFrame frame)
    {
        if (frame.Body.Length != ClockExchange.Bytes) return;
        _clock.Receive(MemoryMarshal.Read<ClockExchange>(frame.Body), frame.Header.GuestTime);
        if (Reached == BringUpStep.Ready) SendReady();
    }

    private int IndexOf(MacAddress address)
    {
        for (int i = 0; i < _nodeCount; i++)
        {
            if (_nodes[i].Address.Value == address.Value) return i;
        }
        return -1;
    }

    private void SendOffer()
    {
        NodeOffer offer = context.Own;
        context.Send(_leader, ControlKind.Offer, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref offer, 1)));
    }

    // The clock is set first: from the start on this node's guest time must be the cluster's.
    private void SendReady()
    {
        if (_clock.IsDone)
        {
            context.Send(_leader, ControlKind.Ready);
            return;
        }
        ClockExchange request = _clock.NextRequest();
        context.Send(_leader, ControlKind.TimeRequest, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref request, 1)));
    }
}
