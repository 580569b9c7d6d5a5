using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>
/// A panic's way to the host and to the other nodes: past all locks, with a buffer of its own. The report goes to the host line by line; the other nodes hear
/// its first line when it is complete, and stop.
/// </summary>
/// <param name="link">The network interface, in whatever state the panic left it.</param>
/// <param name="security">What they go through.</param>
/// <param name="codec">Makes frames.</param>
/// <param name="transmitter">Makes the buffer.</param>
/// <param name="cluster">Epoch and own number.</param>
/// <param name="counter">Bounds the waits for the device.</param>
/// <param name="log">Lines that had not left yet: the most interesting ones.</param>
/// <param name="receiver">Where notices of other nodes' panics come in.</param>
/// <param name="membership">Whose notices count.</param>
public sealed class PanicBroadcast(
    ILink link, IFrameSecurity security, FrameCodec codec, Transmitter transmitter, ClusterDescription cluster, ICounter counter, HostLogSink log, FrameReceiver receiver, Membership membership) : IPanicBroadcast
{
    // Nobody acknowledges a notice: a few copies make up for frames that get lost.
    private const int NoticeCopies = 3;
    private const ulong PatienceMicroseconds = 10_000;

    private readonly PanicNoticeHandler _handler = new(membership);
    private readonly byte[] _text = new byte[TextBuilder.Capacity];
    private readonly byte[] _notice = new byte[TextBuilder.Capacity];
    private FrameBuffer? _buffer;
    private int _noticeLength;
    private bool _linesSent;

    /// <summary>Makes the buffer and listens for other nodes' panics; the transmitter is initialized already. Boot only.</summary>
    [Starts(BootPhase.Interconnect)]
    public void Initialize()
    {
        _buffer = transmitter.NewBuffer(FrameCodec.DatagramBytes);
        receiver.Register((MessageKind)ControlKind.PanicNotice, _handler);
    }

    /// <inheritdoc/>
    public void SendLine(ReadOnlySpan<char> line)
    {
        if (_buffer is null) return;
        if (!_linesSent) SendPendingLog();
        ReadOnlySpan<byte> text = ToBytes(line);
        SendToHost(HostKind.PanicLine, default, text);
        if (_linesSent) return;

        // The other nodes hear the first line only, when the report is complete.
        _linesSent = true;
        _noticeLength = text.Length;
        text.CopyTo(_notice);
    }

    /// <inheritdoc/>
    public void Finish()
    {
        if (_buffer is null) return;

        // A node that stops because another panicked has nothing of its own to tell: so no panic comes back. During bring-up members believe their leader only: it passes on what it heard.
        if (cluster.Epoch != 0 && (!_handler.HasHeard || membership.IsUnderWay)) SendNotices();
        SendToHost(HostKind.PanicEnd, default, default);
    }

    private void SendNotices()
    {
        for (int i = 0; i < NoticeCopies; i++)
        {
            Transmit(MacAddress.Broadcast, (MessageKind)ControlKind.PanicNotice, default, new ReadOnlySpan<byte>(_notice, 0, _noticeLength));
        }
    }

    private void SendPendingLog()
    {
        for (int i = 0; i < HostLogSink.Capacity && log.TryTake(out HostLogLine line); i++)
        {
            HostBody body = new() { Detail = (byte)line.Level, Number = (byte)line.Cpu.Value, Time = line.Time };
            SendToHost(HostKind.Log, body, line.Text);
        }
    }

    private void SendToHost(HostKind kind, HostBody body, ReadOnlySpan<byte> text)
    {
        body.Node = cluster.SelfOrUnassigned;
        if (kind != HostKind.Log) body.Time = counter.Now;
        Transmit(HostFrame.HostAddress, (MessageKind)kind, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref body, 1)), text);
    }

    private void Transmit(MacAddress to, MessageKind kind, ReadOnlySpan<byte> body, ReadOnlySpan<byte> payload)
    {
        FrameBuffer buffer = _buffer!;
        Cycles deadline = counter.Now + counter.Microseconds(PatienceMicroseconds);
        while (buffer.InFlight)
        {
            link.ReclaimTransmitted();
            if (buffer.InFlight && counter.Now > deadline) return;
        }

        // Without guest time: reading it may take a lock. Zero steps nobody forward.
        FrameHeader header = transmitter.NewHeader(FrameHeader.Unassigned, kind);
        transmitter.Write(buffer, to, in header, body, payload);
        codec.Seal(buffer.Bytes[..buffer.Length]);
        while (!security.TryTransmit(buffer) && counter.Now <= deadline) link.ReclaimTransmitted();
    }

    private ReadOnlySpan<byte> ToBytes(ReadOnlySpan<char> line)
    {
        int length = Math.Min(line.Length, _text.Length);
        for (int i = 0; i < length; i++) _text[i] = (byte)line[i];
        return new ReadOnlySpan<byte>(_text, 0, length);
    }
}
