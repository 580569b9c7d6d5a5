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
    /// <summary>How long a dead node goes unnoticed: the bound of reliable delivery, and of every wait.</summary>
    private static readonly long _silence = (long)new DeliveryOptions().SilenceMicroseconds * 1000;
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
        Arrival arrival = channel.Receiver.Accept(frame.Sequence, hasRoom: true);
        if (arrival == Arrival.InOrder)
        {
            node.Receive(_messages[channel.Unacknowledged[(int)(frame.Sequence - channel.Oldest)]]);
            return;
        }
        if (arrival != Arrival.OutOfOrder || !channel.Receiver.ReportsGap) return;
        channel.Receiver.Told(channel.Receiver.Arrived, gap: true);
        After(Options.Link.LatencyNanoseconds, new SimEvent(SimEventKind.Retransmit, channel.Number));
    }

    private void Retransmit(SimChannel channel)
    {
        channel.IsTimed = false;
        if (_nodes[channel.Number / Options.Nodes].IsDead) return;
        // What the receiver has taken it has acknowledged by now.
        int taken = (int)(channel.Receiver.Expected - channel.Oldest);
        for (int i = 0; i < taken; i++) Free(channel.Unacknowledged[i]);
        channel.Unacknowledged.RemoveRange(0, taken);
        channel.Oldest += (uint)taken;
        if (channel.Unacknowledged.Count == 0) return;
        for (int i = 0; i < channel.Unacknowledged.Count; i++)
        {
            Counts.Retransmissions++;
            Transmit(channel, channel.Oldest + (uint)i, channel.Unacknowledged[i]);
        }
        Arm(channel, _timeout);
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
