using System;
using System.Linq;
using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Three nodes of one CPU; the serial port is on the leader, the guest writes on all of them.</summary>
public sealed class Pl011FrontTests
{
    private const uint Data = 0x00;
    private const uint Flags = 0x18;
    private const uint LineControl = 0x2c;
    private const ulong FifoEnable = 0x10;
    private const ulong Busy = 0x08;
    private const ulong ReceiveEmpty = 0x10;
    private const ulong TransmitFull = 0x20;
    private const int Nodes = 3;

    private readonly FakeCounter _counter = new();
    private readonly LoopbackMessenger _network = new();
    private readonly FakeProcessor _processor = new();
    private readonly SerialPort _port = new();
    private readonly FakeInterruptRouter _router = new();
    private readonly MmioForwarding[] _nodes;

    public Pl011FrontTests()
    {
        _nodes = [.. Enumerable.Range(0, Nodes).Select(Make)];
        Write(0, LineControl, FifoEnable);
    }

    [Fact]
    public void Only_the_first_byte_asks_whether_there_is_room()
    {
        PutText(1, "hello, world"); // less than is granted
        _network.DeliverAll();
        Assert.Equal("hello, world", _port.Sent);
        Assert.Equal(1, Count(MmioForwardingMessage.Read));
        Assert.Equal(0, Count(MmioForwardingMessage.PostedWrite) + Count(MmioForwardingMessage.ConfirmedWrite));
    }

    [Fact]
    public void The_flags_are_busy_after_a_byte_and_then_what_they_are()
    {
        Read(1, Flags);
        _network.DeliverAll();
        Write(1, Data, 'x');
        Assert.Equal(Busy | ReceiveEmpty, Read(1, Flags) & (Busy | ReceiveEmpty | TransmitFull));
        Assert.Equal("", _port.Sent);
        Assert.Equal(ReceiveEmpty, Read(1, Flags) & (Busy | ReceiveEmpty | TransmitFull)); // asked for: the byte went ahead
        Assert.Equal("x", _port.Sent);
        _port.Room = 0;
        Write(1, Data, 'y');
        Read(1, Flags);
        Assert.Equal(Busy, Read(1, Flags) & Busy);
    }

    [Fact]
    public void What_is_granted_and_not_sent_is_bounded_and_nothing_of_it_is_lost()
    {
        _port.Room = 0;
        StringBuilder written = new();
        for (int node = 1; node < Nodes; node++)
        {
            for (int i = 0; (Read(node, Flags) & TransmitFull) == 0; i++)
            {
                Assert.InRange(i, 0, Pl011Grants.Room + Pl011Fifo.Depth);
                Write(node, Data, (byte)('a' + (i % 26)));
                written.Append((char)('a' + (i % 26)));
                if (i % 5 == 0) _network.DeliverAll();
            }
        }
        _network.DeliverAll();
        _port.Room = int.MaxValue;
        _router.Take(_port.Interrupt);
        Assert.Equal(written.Length, _port.Sent.Length);
        Assert.Equal(0ul, Read(2, Flags) & TransmitFull);
    }

    [Fact]
    public void Input_waits_until_no_node_says_that_there_is_none()
    {
        PutText(1, "a");
        PutText(2, "b");
        _network.DeliverAll();
        _port.Arrive("in");
        Assert.True(_port.Interrupts);
        _router.Take(_port.Interrupt);
        Assert.Equal(2, _port.Waiting);
        Assert.False(_port.Interrupts);
        Write(1, Data, 'c'); // node 1 does not know yet
        Assert.Equal(ReceiveEmpty, Read(1, Flags) & ReceiveEmpty);
        _network.DeliverAll();
        Assert.Equal(0, _port.Waiting);
        Assert.Equal("abc", string.Concat(_port.Sent.Order()));
        PutText(1, "d");
        Assert.Equal(0ul, Read(1, Flags) & ReceiveEmpty);
        Assert.Equal((ulong)'i', Read(2, Data));
        Assert.Equal((ulong)'n', Read(2, Data));
        Assert.Equal(ReceiveEmpty, Read(1, Flags) & ReceiveEmpty);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Nothing_is_lost_in_either_direction(int seed)
    {
        Random random = new(seed);
        StringBuilder typed = new();
        StringBuilder received = new();
        StringBuilder[] written = [.. Enumerable.Range(0, Nodes).Select(_ => new StringBuilder())];
        for (int i = 0; i < 20_000; i++)
        {
            int node = random.Next(Nodes);
            _port.Room = random.Next(4) == 0 ? random.Next(40) : _port.Room;
            switch (random.Next(6))
            {
                case 0 when _port.Waiting < 16:
                    char key = (char)('0' + random.Next(10));
                    typed.Append(key);
                    _port.Arrive(key.ToString());
                    break;
                case 1: _network.DeliverAll(); break;
                case 2 when (Read(node, Flags) & ReceiveEmpty) == 0: received.Append((char)Read(node, Data)); break;
                default:
                    // Each node its own letters: their order is the node's, whatever the others write.
                    if ((Read(node, Flags) & TransmitFull) != 0) break;
                    char letter = (char)('a' + (node * 8) + random.Next(8));
                    Write(node, Data, letter);
                    written[node].Append(letter);
                    break;
            }
            if (_port.Interrupts) _router.Take(_port.Interrupt);
        }
        _port.Room = int.MaxValue;
        for (int i = 0; i < 3; i++)
        {
            _network.DeliverAll();
            if (_port.Interrupts) _router.Take(_port.Interrupt);
        }
        while ((Read(1, Flags) & ReceiveEmpty) == 0) received.Append((char)Read(1, Data));
        Assert.Equal(typed.ToString(), received.ToString());
        for (int node = 0; node < Nodes; node++) Assert.Equal(written[node].ToString(), string.Concat(_port.Sent.Where(letter => (letter - 'a') / 8 == node)));
        Assert.True(written[1].Length > 1000 && typed.Length > 100, $"seed {seed} tried too little");
    }

    [Fact]
    public void What_cannot_be_is_refused()
    {
        Assert.Contains("more than it was granted", Refused(1, 0, ConsoleMessage.Bytes, [1, .. new byte[GatheredBytes.Capacity]]));
        Read(1, Flags);
        _network.DeliverAll();
        Assert.Contains("more than it was granted", Refused(1, 0, ConsoleMessage.Bytes, [0, .. new byte[GatheredBytes.Capacity]]));
        Assert.Contains("more than it was granted", Refused(1, 0, ConsoleMessage.Bytes, [255, .. new byte[GatheredBytes.Capacity]]));
        Assert.Contains("was not asked", Refused(1, 0, ConsoleMessage.Returned, []));
        Assert.Contains("not so much room", Refused(0, 1, ConsoleMessage.Grant, [1]));
        Assert.Contains("not so much room", Refused(0, 2, ConsoleMessage.Grant, [0]));
        Assert.Contains("only the leader is sent it", Refused(0, 1, ConsoleMessage.Bytes, new byte[GatheredBytes.Capacity + 1]));
        Assert.Contains("only the leader sends it", Refused(1, 0, ConsoleMessage.Recall, []));
        Assert.Contains("another length", Refused(1, 0, ConsoleMessage.Bytes, [1]));
    }

    // One that leaves gives its room back unasked: the others keep theirs, and are asked for it when something is typed.
    [Fact]
    public void When_a_node_leaves_the_others_still_have_what_they_were_granted_and_give_it_back_when_they_are_asked()
    {
        LoopbackMessenger network = new();
        IMessenger[] messengers = [.. Enumerable.Range(0, Nodes).Select(self => network.Connect(new MadeUpCluster(Nodes, 1, (byte)self)))];
        RecordingRecalls[] nodes = [.. messengers.Select(messenger => new RecordingRecalls(messenger))];
        Pl011Grants grants = new(messengers[0]);
        grants.Offer(new NodeId(1));
        grants.Offer(new NodeId(2));
        grants.TakeBack(new NodeId(2));
        Assert.Equal((true, false, false), (grants.Holds(new NodeId(1)), grants.IsRecalling, grants.Awaits(new NodeId(1))));
        grants.Recall();
        network.DeliverAll();
        Assert.Equal([0, 1, 0], nodes.Select(node => node.Recalls));
        Assert.True(grants.Awaits(new NodeId(1)));
        grants.TakeBack(new NodeId(1));
        Assert.Equal((false, false), (grants.IsAnyOut, grants.IsRecalling));
    }

    private MmioForwarding Make(int self)
    {
        MadeUpCluster cluster = new(Nodes, 1, (byte)self);
        IMessenger messenger = _network.Connect(cluster);
        VcpuTopology topology = new(cluster, _processor);
        CheckedLockOrder order = new(_processor);
        Pl011Front front = new(messenger, order);
        VirtualPl011 uart = new(_port, new InterruptLine(), new Pl011Grants(messenger), front, topology, order);
        new ConsoleMessages(messenger, cluster, uart, front, new FakeCaches()).Initialize();
        if (self == 0) new ConsoleInterrupt(uart, _port, cluster, _router, new FakeInterruptController()).Initialize();
        MmioBus bus = new([uart]);
        FakeWaits waits = new(_counter) { OnServe = _network.DeliverAll };
        MmioForwarding forwarding = new(bus, messenger, cluster, topology, _processor, new RemoteCalls(cluster, waits, _processor, new FakeInterruptController()), new FakeCaches(), new NodeCounters(_processor), new TrapLog(new RecordingLog(), _counter));
        forwarding.Initialize();
        return forwarding;
    }

    // As Linux's driver does for the kernel's own messages.
    private void PutText(int node, string text)
    {
        foreach (char character in text)
        {
            while ((Read(node, Flags) & TransmitFull) != 0)
            {
            }
            Write(node, Data, character);
        }
    }

    private ulong Read(int node, uint offset)
    {
        Assert.True(_nodes[node].TryRead(At(offset), 4, out ulong value));
        return value;
    }

    private void Write(int node, uint offset, ulong value) => Assert.True(_nodes[node].TryWrite(At(offset), 4, value));

    private int Count(MmioForwardingMessage kind) => _network.Sent.Count(sent => sent == (MessageKind)kind);

    private string Refused(int from, int to, ConsoleMessage kind, byte[] body) =>
        Assert.Throws<PanicException>(() => _network.Deliver(new NodeId((ushort)from), new NodeId((ushort)to), (MessageKind)kind, body)).Message;

    private static GuestPhysicalAddress At(uint offset) => new(VirtualPl011.Registers.Value + offset);

    private sealed class RecordingRecalls : MessageHandler
    {
        public RecordingRecalls(IMessenger messenger)
        {
            messenger.Register((MessageKind)ConsoleMessage.Grant, MessageShape.Of<byte>().FromLeader, this);
            messenger.Register((MessageKind)ConsoleMessage.Recall, MessageShape.Empty.FromLeader, this);
        }

        public int Recalls { get; private set; }

        public override void Receive(in ReceivedMessage message) => Recalls += (ConsoleMessage)message.Kind == ConsoleMessage.Recall ? 1 : 0;
    }
}
