using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>A member's side: it answers the leader, finds itself in the description, sets its clock, and waits for the start.</summary>
internal sealed class MemberBringUp(BringUpContext context) : BringUpRole
{
    private const int RepeatsPerLogLine = 50;

    private readonly DescribedNode[] _described = new DescribedNode[NodeId.MaximumNodes];
    private readonly NodeDescription[] _nodes = new NodeDescription[NodeId.MaximumNodes];
    private readonly ClockSetter _clock = new(context.Options.ClockExchanges, context.Time, context.Counter, context.Log);
    private MacAddress _leader;
    private ulong _leadersNumber;
    private DescriptionHead _head;
    private int _nodeCount;
    private int _repeats;
    private bool _heardStart;

    // The start is said in answer to this node's being ready, and may be lost. The next view is agreed on with those only that are in the one before, by messages, which are not.
    private bool IsStarted => _heardStart || context.Cluster.View != _head.View;

    /// <inheritdoc/>
    public override string WaitsFor => Reached switch
    {
        BringUpStep.Discovering => "a leader",
        BringUpStep.Offered => "the leader's description of the cluster",
        _ => "the leader's start signal",
    };

    /// <inheritdoc/>
    public override ulong RepeatMicroseconds => Reached == BringUpStep.Started ? 0 : context.Options.RepeatMicroseconds;

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
        if (Reached == BringUpStep.Ready && IsStarted) Reached = BringUpStep.Started;
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
        if (Reached == BringUpStep.Offered) SendOffer(_leader);
        if (Reached == BringUpStep.Ready && !IsStarted) SendReady();
        if (++_repeats % RepeatsPerLogLine == 0) context.Log.Info($"bring-up: waiting for {WaitsFor}");
    }

    /// <inheritdoc/>
    public override bool TryReceive(in DecodedFrame frame)
    {
        ControlKind kind = (ControlKind)frame.Header.Kind;
        if (kind == ControlKind.Discover) return AnswerDiscovery(in frame);
        if (kind == ControlKind.Challenge) return TakeChallenge(in frame);
        if (!HasJoined(frame.SourceAddress)) return false;
        switch (kind)
        {
            case ControlKind.Describe: return TakeDescription(in frame);
            case ControlKind.TimeReply: return TakeTime(in frame);
            case (ControlKind)ViewMessage.Refuse:
                if (Reached is BringUpStep.Offered or BringUpStep.Described or BringUpStep.Ready && !IsStarted) Panic.Fail($"bring-up: the leader {_leader} does not let this node join: {frame.Payload}");
                return false;
            case ControlKind.Start:
                _heardStart |= Reached == BringUpStep.Ready;
                return true;
            default: return false;
        }
    }

    /// <inheritdoc/>
    public override bool HasJoined(MacAddress address) => Reached != BringUpStep.Discovering && address.Value == _leader.Value;

    /// <inheritdoc/>
    public override void FailTimedOut()
    {
        TextBuilder text = new(0, 0);
        text.AppendLiteral(Reached == BringUpStep.Discovering ? "bring-up: no leader was heard of within " : "bring-up: waited ");
        text.AppendFormatted(context.Options.BoundMicroseconds / 1_000_000);
        if (Reached == BringUpStep.Discovering)
        {
            text.AppendLiteral(" s: start the node that has the guest payload, on the same network");
        }
        else
        {
            text.AppendLiteral(" s for ");
            text.AppendLiteral(WaitsFor);
            text.AppendLiteral("; the leader is ");
            text.AppendFormatted(_leader);
        }
        context.Strangers.AppendUnreadable(ref text);
        Panic.Fail(ref text);
    }

    // Anybody may ask who is there, and is told; joined is only who proves that it heard the answer.
    private bool AnswerDiscovery(in DecodedFrame frame)
    {
        MacAddress address = frame.SourceAddress;
        if (!Introduction.TryRead(frame.Body, out _) || frame.Header.Epoch == 0) return false;
        if (_nodeCount != 0) return HasJoined(address);
        SendOffer(address);
        if (Reached == BringUpStep.Discovering || HasJoined(address)) return true;
        context.Strangers.Name(address, "looks for members on this network, too: asked whether it leads");
        return false;
    }

    private bool TakeChallenge(in DecodedFrame frame)
    {
        MacAddress address = frame.SourceAddress;
        if (!Introduction.TryRead(frame.Body, out Introduction introduction) || frame.Header.Epoch == 0) return false;
        if (!context.Acquaintances.Knows(address, in introduction)) return false;

        // A node that is in a cluster stays there, whoever asks.
        if (_nodeCount != 0) return HasJoined(address);
        if (!HasJoined(address)) context.Log.Info($"discovered by the leader {address}, epoch {frame.Header.Epoch:x}");
        _leader = address;
        _leadersNumber = introduction.Ours;
        context.Cluster.Join(frame.Header.Epoch);
        Reached = BringUpStep.Offered;
        SendOffer(address);
        return true;
    }

    private bool TakeDescription(in DecodedFrame frame)
    {
        if (_nodeCount != 0) return true;
        ReadOnlySpan<byte> payload = frame.Payload;
        int count = payload.Length / DescribedNode.Bytes;
        if (count > NodeId.MaximumNodes || payload.Length % DescribedNode.Bytes != 0 || frame.Body.Length != DescriptionHead.Bytes) return false;
        // The payload lies where it arrived, on no particular boundary.
        payload.CopyTo(MemoryMarshal.AsBytes(new Span<DescribedNode>(_described)));
        if (!MemberTable.TryPlace(new ReadOnlySpan<DescribedNode>(_described, 0, count), _leader, _nodes)) return false;
        _head = MemoryMarshal.Read<DescriptionHead>(frame.Body);
        _nodeCount = count;
        return true;
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
        context.Cluster.Describe(new NodeId((ushort)self), new ReadOnlySpan<NodeDescription>(_nodes, 0, _nodeCount), _head.View);
        context.Choice.Value = _head.GuestChoice;
        Reached = BringUpStep.Described;
    }

    private bool TakeTime(in DecodedFrame frame)
    {
        if (frame.Body.Length != ClockExchange.Bytes) return false;
        _clock.Receive(MemoryMarshal.Read<ClockExchange>(frame.Body), frame.Header.GuestTime);
        if (Reached == BringUpStep.Ready) SendReady();
        return true;
    }

    private int IndexOf(MacAddress address)
    {
        for (int i = 0; i < _nodeCount; i++)
        {
            if (_nodes[i].Address.Value == address.Value) return i;
        }
        return -1;
    }

    private void SendOffer(MacAddress to)
    {
        Introduction introduction = new() { Ours = context.Acquaintances.NumberOf(to), Theirs = HasJoined(to) ? _leadersNumber : 0 };
        ReadOnlySpan<byte> name = context.Options.ImageName;
        Span<byte> offer = stackalloc byte[NodeOffer.Bytes + BringUpOptions.MaximumImageNameBytes];
        MemoryMarshal.Write(offer, in context.Own);
        name.CopyTo(offer[NodeOffer.Bytes..]);
        context.Send(to, ControlKind.Offer, introduction.AsBytes(), offer[..(NodeOffer.Bytes + name.Length)]);
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
