using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// What a node tells the host that launched it. The frames are datagrams to an address that the host's switch keeps for itself; without such a switch they lead
/// nowhere and do no harm.
/// </summary>
/// <param name="transmitter">The way out.</param>
/// <param name="cluster">The own number.</param>
/// <param name="counter">Stamps frames.</param>
public sealed class HostChannel(Transmitter transmitter, ClusterDescription cluster, ICounter counter)
{
    /// <summary>This node has reached <paramref name="step"/>.</summary>
    public void Progress(BringUpStep step) => Send(HostKind.Progress, NewBody((byte)step));

    /// <summary><paramref name="node"/> has joined while the guest runs; now <paramref name="nodeCount"/> are there.</summary>
    public void Joined(NodeId node, int nodeCount)
    {
        HostBody body = NewBody(0);
        (body.Node, body.Number) = (node, (byte)nodeCount);
        Send(HostKind.Joined, body);
    }

    /// <summary>This node is about to leave.</summary>
    public void Leaving() => Send(HostKind.Leaving, NewBody(0));

    /// <summary><paramref name="node"/>, the machine at <paramref name="machine"/>, has left while the guest runs; now <paramref name="nodeCount"/> are there.</summary>
    public void Left(NodeId node, MacAddress machine, int nodeCount)
    {
        HostBody body = NewBody(0);
        (body.Node, body.Machine, body.Number) = (node, machine, (byte)nodeCount);
        Send(HostKind.Left, body);
    }

    /// <summary>How far the removal of <paramref name="node"/> is, that the host has asked for and asks for again. Best effort, waits for nothing.</summary>
    /// <param name="node">The node.</param>
    /// <param name="request">The number of the host's request.</param>
    /// <param name="problem">What it does instead, as a sentence without its subject; nothing if it is about to leave.</param>
    public void Removal(NodeId node, byte request, scoped ref TextBuilder problem)
    {
        HostBody body = NewBody(0);
        (body.Node, body.Number) = (node, request);
        transmitter.TrySend(HostFrame.HostAddress, (MessageKind)HostKind.Removal, BytesOf(ref body), problem.CopyTo(stackalloc byte[TextBuilder.Capacity]));
    }

    /// <summary>How this node is. Best effort, waits for nothing.</summary>
    public bool TryStatus(in NodeStatus status)
    {
        HostBody body = NewBody(0);
        return transmitter.TrySend(HostFrame.HostAddress, (MessageKind)HostKind.Status, BytesOf(ref body), MemoryMarshal.AsBytes(new ReadOnlySpan<NodeStatus>(in status)));
    }

    /// <summary>The guest uses so much of the memory of <paramref name="node"/>.</summary>
    public void Plugged(NodeId node, in PluggedMemory memory)
    {
        HostBody body = NewBody(0);
        body.Node = node;
        Send(HostKind.Plugged, body, MemoryMarshal.AsBytes(new ReadOnlySpan<PluggedMemory>(in memory)));
    }

    /// <summary>A line of the log. Best effort, waits for nothing.</summary>
    public bool TryLog(LogLevel level, CpuIndex cpu, Cycles time, ReadOnlySpan<byte> text)
    {
        HostBody body = NewBody((byte)level);
        body.Number = (byte)cpu.Value;
        body.Time = time;
        return transmitter.TrySend(HostFrame.HostAddress, (MessageKind)HostKind.Log, BytesOf(ref body), text);
    }

    /// <summary>A part of the counters of <paramref name="node"/>, <see cref="CounterEntry"/> after entry.</summary>
    public void Counters(NodeId node, ReadOnlySpan<byte> entries, bool isLast)
    {
        HostBody body = NewBody(isLast ? HostBody.IsLast : (byte)0);
        body.Node = node;
        Send(HostKind.Counters, body, entries);
    }

    /// <summary>A part of this node's counters as they are, that the host has asked for. Best effort, waits for nothing.</summary>
    /// <param name="request">The number of the host's request.</param>
    /// <param name="entries">As for <see cref="Counters"/>.</param>
    /// <param name="isLast">Whether this is all.</param>
    /// <returns>Whether the link took it.</returns>
    public bool TryLiveCounters(byte request, ReadOnlySpan<byte> entries, bool isLast)
    {
        HostBody body = NewBody((byte)(HostBody.IsLive | (isLast ? HostBody.IsLast : 0)));
        body.Number = request;
        return transmitter.TrySend(HostFrame.HostAddress, (MessageKind)HostKind.Counters, BytesOf(ref body), entries);
    }

    /// <summary>The counters of <paramref name="nodeCount"/> nodes were sent; there is no more.</summary>
    public void CountersEnd(int nodeCount)
    {
        HostBody body = NewBody(0);
        body.Number = (byte)nodeCount;
        Send(HostKind.CountersEnd, body);
    }

    /// <summary>A part of this node's recording: a <see cref="TraceBatch"/> and what belongs to it. Best effort; waits for the link to have room, up to 10 ms, only if it is told to be patient.</summary>
    /// <returns>Whether the link took it.</returns>
    public bool TryTrace(ReadOnlySpan<byte> batch, bool isLast, bool isPatient)
    {
        HostBody body = NewBody(isLast ? HostBody.IsLast : (byte)0);
        return isPatient
            ? transmitter.Send(HostFrame.HostAddress, (MessageKind)HostKind.Trace, BytesOf(ref body), batch)
            : transmitter.TrySend(HostFrame.HostAddress, (MessageKind)HostKind.Trace, BytesOf(ref body), batch);
    }

    /// <summary>The cluster ends.</summary>
    /// <param name="reason">Why.</param>
    /// <param name="loss">What was lost, in ASCII, if that is why.</param>
    public void Ended(EndReason reason, ReadOnlySpan<byte> loss) => Send(HostKind.Ended, NewBody((byte)reason), loss);

    private HostBody NewBody(byte detail) => new() { Node = cluster.SelfOrUnassigned, Detail = detail, Time = counter.Now };

    private void Send(HostKind kind, HostBody body, ReadOnlySpan<byte> payload = default) =>
        transmitter.Send(HostFrame.HostAddress, (MessageKind)kind, BytesOf(ref body), payload);

    private static ReadOnlySpan<byte> BytesOf(ref HostBody body) => MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref body, 1));
}
