using System;
using System.Buffers;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Simulation;

/// <content>
/// The network. A frame waits for its sender's port, crosses to the switch, waits there for the receiver's port, and then for the receiver's handler, which takes one message at a time.
/// </content>
internal sealed partial class Simulator
{
    /// <summary>How long a dead node goes unnoticed.</summary>
    private static readonly long _silence = (long)new DeliveryOptions().DeathMicroseconds * 1000;
    private static readonly long _timeout = (long)new DeliveryOptions().LeastTimeoutMicroseconds * 1000;

    private readonly Random _network;
    private readonly SimChannel?[] _channels;
    private readonly SlotTable<SimMessage> _messages = new();
    private readonly SlotTable<SimFrame> _frames = new();

    /// <summary>A node sends a message, of which nothing is looked at any more when this returns.</summary>
    public void Send(SimNode from, NodeId to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> content)
    {
        Demand(to != from.Self && to.Value < Options.Nodes, from, $"sends a message to node {to.Value}");
        SimMessage message = new() { Kind = kind, BodyBytes = body.Length, From = from.Self.Value, To = to.Value, Bytes = SimFrameSizes.WithBody(body.Length), Frames = 1 };
        if (!content.IsEmpty)
        {
            int bytes = Options.GranulesPerPage == 1 ? Options.PageBytes : content.Length;
            (message.Bytes, message.Frames) = (SimFrameSizes.PageIn(Options.Transport, bytes), Options.Transport.FrameCount(bytes));
        }
        Counts.Add(kind, message.Bytes);
        if (_nodes[to.Value].IsDead) return;
        body.CopyTo(message.Said);
        if (!content.IsEmpty)
        {
            message.ContentBytes = content.Length;
            message.Content = ArrayPool<byte>.Shared.Rent(content.Length);
            content.CopyTo(message.Content);
        }
        int slot = _messages.Add(message);
        if (!Options.Link.HasFaults) After(Cross(from, _nodes[to.Value], message.Bytes, message.Frames, 0) - Now, new SimEvent(SimEventKind.MessageArrives, slot));
        else Queue(ChannelOf(from.Self.Value, to.Value), slot);
    }

    private void Free(int slot)
    {
        if (_messages[slot].Content is { } content) ArrayPool<byte>.Shared.Return(content);
        _messages.Free(slot);
    }

    /// <summary>When a message whose frames are sent now has been taken in by the receiver's handler.</summary>
    private long Cross(SimNode from, SimNode to, int bytes, int frames, long late)
    {
        long bits = Options.Link.Nanoseconds(bytes, frames);
        from.SendsAt = Math.Max(from.SendsAt, Now) + bits;
        to.PortBusy += bits;
        long atSwitch = from.SendsAt + Options.Link.LatencyNanoseconds;
        long handled = Math.Max(to.ReadyAt, atSwitch + bits) + Options.HandlerNanoseconds;
        // The port goes on with the next frame while the handler is busy with this one; the slower of the two sets the pace.
        to.ReadyAt = Math.Max(Math.Max(to.ReadyAt, atSwitch) + bits, handled);
        return handled + late;
    }

    private void Arrive(SimEvent happens, SimMoment moment)
    {
        SimMessage message = _messages[happens.A];
        SimNode node = _nodes[message.To];
        if (IsPut(node, happens, moment)) return;
        if (!node.IsDead) node.Receive(in message);
        Free(happens.A);
    }

    private void Queue(SimChannel channel, int message)
    {
        uint sequence = channel.Next;
        channel.Unacknowledged.Add(message);
        Transmit(channel, sequence, message);
        Arm(channel, _timeout);
    }

    private void Transmit(SimChannel channel, uint sequence, int message)
    {
        LinkModel link = Options.Link;
        SimMessage sent = _messages[message];
        bool isLost = _network.NextDouble() < link.Loss;
        bool isTwice = _network.NextDouble() < link.Duplication;
        long late = _network.NextDouble() < link.Reordering ? _network.NextInt64(1, 20 * (link.LatencyNanoseconds + link.Nanoseconds(Options.PageBytes))) : 0;
        long arrives = Cross(_nodes[sent.From], _nodes[sent.To], sent.Bytes, sent.Frames, late) - Now;
        if (isLost || isTwice || late != 0) Counts.FrameFaults++;
        if (!isLost) After(arrives, new SimEvent(SimEventKind.FrameArrives, _frames.Add(new SimFrame(channel.Number, sequence))));
        if (isTwice) After(arrives + link.LatencyNanoseconds, new SimEvent(SimEventKind.FrameArrives, _frames.Add(new SimFrame(channel.Number, sequence))));
    }

    private void ArriveFrame(SimEvent happens, SimMoment moment)
    {
        SimFrame frame = _frames[happens.A];
        SimChannel channel = _channels[frame.Channel]!;
        SimNode node = _nodes[frame.Channel % Options.Nodes];
        if (IsPut(node, happens, moment)) return;
        _frames.Free(happens.A);
        if (node.IsDead) return;
        if (channel.Receiver.Accept(frame.Sequence, hasRoom: true) == Arrival.InOrder)
        {
            Take(channel, frame.Sequence);
            while (channel.Receiver.NextIsKept && channel.Receiver.Accept(channel.Receiver.Expected, hasRoom: true) == Arrival.InOrder) Take(channel, channel.Receiver.Expected - 1);
        }
        if (channel.Receiver.IsDue(int.MaxValue, default, Cycles.Never)) Acknowledge(channel);
    }

    private void Take(SimChannel channel, uint sequence) => _nodes[channel.Number % Options.Nodes].Receive(_messages[channel.Unacknowledged[(int)(sequence - channel.Oldest)]]);

    // What is told at once: that something is missing, or came twice. All else the sender learns when it sends again, and without a frame: acknowledgements ride on others.
    private void Acknowledge(SimChannel channel)
    {
        ulong heard = channel.Receiver.Arrived;
        bool isGap = channel.Receiver.ReportsGap;
        channel.Receiver.Told(heard, isGap);
        SimEvent happens = isGap ? new(SimEventKind.Retransmit, channel.Number) : new(SimEventKind.Acknowledged, channel.Number, (int)heard, (int)(heard >> 32));
        After(Options.Link.LatencyNanoseconds, happens);
    }

    /// <summary>The sender hears what has arrived, and sends again what it has not sent again yet and has not arrived, up to the last frame that has.</summary>
    private void Hear(SimChannel channel, ulong heard)
    {
        // Another acknowledgement has overtaken it.
        if (_nodes[channel.Number / Options.Nodes].IsDead || (int)((uint)heard - channel.Oldest) < 0) return;
        Forget(channel, (uint)heard);
        uint end = (uint)heard + FrameHeader.PlacesSeen(heard);
        uint begin = (int)(channel.Repeated - channel.Oldest) < 0 ? channel.Oldest : channel.Repeated;
        if ((int)(end - begin) > 0) Repeat(channel, begin, end, heard);
    }

    private void Retransmit(SimChannel channel)
    {
        channel.IsTimed = false;
        if (_nodes[channel.Number / Options.Nodes].IsDead) return;
        // What the receiver has taken it has acknowledged by now.
        ulong heard = channel.Receiver.Arrived;
        Forget(channel, (uint)heard);
        if (channel.Unacknowledged.Count == 0) return;
        Repeat(channel, channel.Oldest, channel.Next, heard);
        Arm(channel, _timeout);
    }

    private void Repeat(SimChannel channel, uint begin, uint end, ulong heard)
    {
        for (uint place = begin; place != end; place++)
        {
            if (FrameHeader.HasArrived(heard, place)) continue;
            Counts.Retransmissions++;
            Transmit(channel, place, channel.Unacknowledged[(int)(place - channel.Oldest)]);
        }
        channel.Repeated = end;
    }

    private void Forget(SimChannel channel, uint expected)
    {
        int taken = (int)(expected - channel.Oldest);
        for (int i = 0; i < taken; i++) Free(channel.Unacknowledged[i]);
        channel.Unacknowledged.RemoveRange(0, taken);
        channel.Oldest = expected;
    }

    private void Arm(SimChannel channel, long nanoseconds)
    {
        if (channel.IsTimed) return;
        channel.IsTimed = true;
        After(nanoseconds, new SimEvent(SimEventKind.Retransmit, channel.Number));
    }

    private void Die(SimNode node)
    {
        node.IsDead = true;
        foreach (SimCpu cpu in _cpus)
        {
            if (cpu.Node != node || cpu.FinishedAt >= 0) continue;
            cpu.FinishedAt = Now;
            _running--;
        }
        // Nobody else's permissions count against the dead node's any more.
        for (int granule = 0; granule < Options.Granules; granule++) _holders[granule].Change(node.Permission(granule), -1);
        After(_silence, new SimEvent(SimEventKind.DeathNoticed, node.Self.Value));
    }

    /// <summary>Somebody has waited for as long as a wait is allowed to, or nothing can happen any more: the run ends. Else it is looked at again when the longest wait is that long.</summary>
    private void NoticeDeath(SimEvent happens)
    {
        SimCpu? waiting = null;
        foreach (SimCpu cpu in _cpus)
        {
            if (cpu.Waits && !cpu.Node.IsDead && (waiting is null || cpu.FaultedAt < waiting.FaultedAt)) waiting = cpu;
        }
        long left = waiting is null ? _silence : waiting.FaultedAt + _silence - Now;
        if (left > 0 && (waiting is not null || _events.Count != 0)) After(left, happens);
        else _ended = $"node {happens.A} is dead, and {(waiting is null ? "others wait" : $"CPU {waiting.Number} has waited for page {waiting.Access.Page}")} in vain: noticed and named, as in the image";
    }

    private SimChannel ChannelOf(int from, int to)
    {
        int number = (from * Options.Nodes) + to;
        return _channels[number] ??= new SimChannel(number);
    }
}
