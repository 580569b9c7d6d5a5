using System;
using System.Collections.Generic;
using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class GatheringTests : IDisposable
{
    private const MessageKind Text = MessageKind.FirstVirtualization;
    private static readonly NodeId s_other = new(1);
    private readonly TestNetwork _network = new();
    private readonly TestNode[] _nodes;
    private readonly Log _log = new();

    public GatheringTests()
    {
        _nodes = _network.AddCluster(3);
        foreach (TestNode node in _nodes)
        {
            node.Messenger.Register(Text, MessageShape.Of<GatheredBytes>(), _log);
            node.Messenger.Register(MessageKind.FirstCoherence, MessageShape.Of<uint>(), _log);
        }
    }

    [Fact]
    public void Bytes_that_come_together_are_one_message_and_leave_soon()
    {
        Gather("hello"u8);
        _network.Run(0);
        Assert.Empty(_log.Lines);
        Cycles begin = _network.Counter.Now;
        Assert.True(_network.RunUntil(() => _log.Lines.Count > 0, 1));
        Assert.InRange(_network.Counter.ToMicroseconds(_network.Counter.Now - begin), Gathering.DelayMicroseconds, Gathering.DelayMicroseconds + 100);
        Assert.Equal(["0: hello"], _log.Lines);
    }

    [Fact]
    public void They_leave_before_whatever_else_the_node_sends()
    {
        Gather("one"u8);
        Number(s_other, 7);
        Gather("two"u8);
        Number(new NodeId(2), 8); // who learns from node 2 of this finds it sent
        Assert.Equal(4, _nodes[0].Link.SentFrames);
        Gather("three"u8);
        Number(s_other, 9);
        _network.Run(10);
        Assert.Equal(["0: one", "0: 7", "0: two", "0: three", "0: 9"], _log.Lines.Where(line => line != "0: 8"));
    }

    [Fact]
    public void A_message_that_is_full_leaves_at_once()
    {
        byte[] bytes = [.. Enumerable.Range(0, (2 * GatheredBytes.Capacity) + 1).Select(i => (byte)('a' + (i % 26)))];
        Gather(bytes);
        Assert.Equal(2, _nodes[0].Link.SentFrames);
        _network.Run(10);
        Assert.Equal(3, _log.Lines.Count);
        Assert.Equal(bytes.Select(b => (char)b), _log.Lines.SelectMany(line => line[3..]));
    }

    [Fact]
    public void Bytes_for_another_are_another_message()
    {
        Gather("here"u8);
        foreach (byte value in "there"u8) _nodes[0].Messenger.Gather(new NodeId(2), Text, value);
        _network.Run(10);
        Assert.Equal(["0: here", "0: there"], _log.Lines.Order());
    }

    public void Dispose() => _network.Dispose();

    private void Gather(ReadOnlySpan<byte> bytes)
    {
        foreach (byte value in bytes) _nodes[0].Messenger.Gather(s_other, Text, value);
    }

    private void Number(NodeId to, uint number) => _nodes[0].Messenger.Send(to, MessageKind.FirstCoherence, MemoryMarshal.AsBytes(new ReadOnlySpan<uint>(in number)));

    private sealed class Log : MessageHandler
    {
        public List<string> Lines { get; } = [];

        public override void Receive(in ReceivedMessage message)
        {
            string text = message.Kind == Text ? string.Concat(message.Read<GatheredBytes>().Values.ToArray().Select(b => (char)b)) : $"{message.Read<uint>()}";
            Lines.Add($"{message.From.Value}: {text}");
        }
    }
}
