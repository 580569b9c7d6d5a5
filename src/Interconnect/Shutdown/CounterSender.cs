using System;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Sends this node's counters: the leader's to the host, a member's to the leader, which passes them on as they are.</summary>
/// <param name="counters">What is sent.</param>
/// <param name="pages">Knows the hottest pages.</param>
/// <param name="messenger">The way to the leader.</param>
/// <param name="host">The way to the host.</param>
public sealed class CounterSender(NodeCounters counters, IHotPages pages, IMessenger messenger, HostChannel host)
{
    /// <summary>How many counters go at a time: as many as a datagram to the host holds.</summary>
    public const int EntriesAtATime = FrameCodec.DatagramPayloadBytes / CounterEntry.Bytes;

    // A message carries a whole page or none, so the counters are put into one.
    private readonly CounterEntry[] _page = new CounterEntry[(int)GranuleNumber.Bytes / CounterEntry.Bytes];
    private readonly HotPage[] _hotPages = new HotPage[IHotPages.Reported];

    /// <summary>Sends them to the host, as those of <paramref name="self"/>.</summary>
    public void SendToHost(NodeId self)
    {
        CounterReport report = NewReport();
        while (!report.IsComplete)
        {
            int entries = report.Next(Next);
            host.Counters(self, Bytes[..(entries * CounterEntry.Bytes)], report.IsComplete);
        }
    }

    /// <summary>Sends them to the leader.</summary>
    public void SendToLeader()
    {
        CounterReport report = NewReport();
        while (!report.IsComplete)
        {
            CountersReply reply = new() { Entries = (ushort)report.Next(Next), IsLast = report.IsComplete ? (byte)1 : (byte)0 };
            messenger.Send(NodeId.Leader, (MessageKind)ControlKind.CountersReply, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref reply, 1)), Bytes);
        }
    }

    /// <summary>Passes a part of a member's counters on to the host: not more than <see cref="EntriesAtATime"/>.</summary>
    internal void PassOn(NodeId from, CountersReply reply, ReadOnlySpan<byte> page) => host.Counters(from, page[..(reply.Entries * CounterEntry.Bytes)], reply.IsLast != 0);

    private CounterReport NewReport() => new(counters, new ReadOnlySpan<HotPage>(_hotPages, 0, pages.Find(_hotPages)));

    private Span<CounterEntry> Next => new(_page, 0, EntriesAtATime);

    private ReadOnlySpan<byte> Bytes => MemoryMarshal.AsBytes(new ReadOnlySpan<CounterEntry>(_page));
}
