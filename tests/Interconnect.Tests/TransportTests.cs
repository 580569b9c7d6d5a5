using System;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class TransportTests
{
    private static readonly NodeId s_other = new(1);

    public static TheoryData<string, int> Transports => new()
    {
        { nameof(JumboFrames), 4 << 10 },
        { nameof(JumboFrames), 64 << 10 },
        { nameof(StandardFrames), 4 << 10 },
        { nameof(StandardFrames), 64 << 10 },
    };

    [Theory]
    [MemberData(nameof(Transports))]
    public void Contents_arrive_whole_over_a_bad_network(string transport, int contentBytes)
    {
        for (int seed = 1; seed <= 2; seed++)
        {
            using TestNetwork network = NewNetwork(transport, contentBytes, seed);
            network.Ethernet.Loss = 0.05;
            network.Ethernet.Duplication = 0.05;
            network.Ethernet.JitterMicroseconds = 100;
            TestNode[] nodes = network.AddCluster(3);
            RecordingHandler handler = new();
            nodes[1].Messenger.Register(MessageKind.FirstCoherence, MessageShape.Of<uint>().PerhapsUpTo(contentBytes), handler);
            Random random = new(seed);
            byte[][] sent = new byte[contentBytes > 4096 ? 6 : 16][];
            handler.Received = (from, number) => Assert.True(sent[number].AsSpan().SequenceEqual(handler.LastPage), $"message {number} of {from}, seed {seed}");
            for (uint number = 0; number < sent.Length; number++)
            {
                // From two nodes at once; every third has no content.
                sent[number] = new byte[number % 3 == 0 ? 0 : contentBytes];
                random.NextBytes(sent[number]);
                nodes[number % 2 == 0 ? 0 : 2].Send(s_other, number, sent[number]);
                if (number % 8 == 7 || number == sent.Length - 1) Assert.True(network.RunUntil(() => handler.From(0).Count + handler.From(2).Count == number + 1), $"stuck at message {number}, seed {seed}");
            }
        }
    }

    [Theory]
    [MemberData(nameof(Transports))]
    public void No_frame_is_longer_than_the_transport_says(string transport, int contentBytes)
    {
        using TestNetwork network = NewNetwork(transport, contentBytes, 1);
        TestNode[] nodes = network.AddCluster(2);
        RecordingHandler handler = new();
        nodes[1].Messenger.Register(MessageKind.FirstCoherence, MessageShape.Of<uint>().PerhapsUpTo(contentBytes), handler);
        int longest = 0;
        int frames = 0;
        network.Ethernet.Filter = frame =>
        {
            longest = Math.Max(longest, frame.Length);
            if (TestNetwork.Codec.TryDecode(frame, out DecodedFrame decoded) && decoded.Header.Kind == MessageKind.FirstCoherence) frames++;
            return true;
        };
        nodes[0].Send(s_other, 1, new byte[contentBytes]);
        Assert.True(network.RunUntil(() => handler.From(0).Count == 1));
        ITransport made = network.Transport();
        Assert.Equal((made.MaximumFrameBytes, made.FrameCount(contentBytes)), (longest, frames));
        Assert.Equal(1ul, nodes[0].Counters.Messages((byte)MessageKind.FirstCoherence));
    }

    [Fact]
    public void Standard_frames_fit_every_Ethernet() => Assert.InRange(new StandardFrames().MaximumFrameBytes, 1, 1514);

    [Fact]
    public void Parts_cover_a_content_once_and_in_order()
    {
        foreach (ITransport transport in (ITransport[])[new JumboFrames(), new StandardFrames()])
        {
            foreach (int bytes in new[] { 0, 4096, 16384, 65536, 2 << 20 })
            {
                FramePart[] parts = [.. Enumerable.Range(0, transport.FrameCount(bytes)).Select(i => transport.Part(i, bytes))];
                Assert.Equal(bytes, parts.Sum(part => part.Bytes));
                Assert.All(parts.Index(), part => Assert.Equal((parts.Take(part.Index).Sum(p => p.Bytes), part.Index != parts.Length - 1), (part.Item.Offset, part.Item.MoreFollows)));
                Assert.All(parts, part => Assert.Equal(0, part.Offset % FrameHeader.OffsetUnitBytes));
            }
        }
    }

    [Theory]
    [InlineData(0, 100, true)]
    [InlineData(4096, 4096, true)]
    [InlineData(0, 4096, true, 0, 4096, true)]
    [InlineData(0, 4096, true, 8192, 4096, true)]
    [InlineData(0, 4096, true, 4096, 4096, true, 8192, 4096, true, 12288, 4096, true, 16384, 4096, true)]
    public void A_part_that_cannot_come_next_is_refused(params object[] parts)
    {
        using Fakes.FakePhysicalMemory memory = new(1 << 20);
        JumboFrames transport = new();
        transport.Expect(16384, 2, memory);
        PanicException panic = Assert.Throws<PanicException>(() =>
        {
            for (int i = 0; i < parts.Length; i += 3) Take(transport, (int)parts[i], (int)parts[i + 1], (bool)parts[i + 2]);
        });
        Assert.StartsWith("node 1 sent a part of a message that cannot come now", panic.Message);
    }

    private static void Take(JumboFrames transport, int offset, int bytes, bool moreFollows)
    {
        FrameHeader header = new() { Kind = MessageKind.FirstCoherence, ContentOffset = offset, Flags = moreFollows ? FrameFlags.MoreFollows : FrameFlags.None };
        byte[] body = offset == 0 ? new byte[4] : [];
        transport.TryAssemble(s_other, new DecodedFrame(new byte[EthernetHeader.Bytes], in header, body, new ReceivedPage(new byte[bytes])), out _);
    }

    private static TestNetwork NewNetwork(string transport, int contentBytes, int seed) => new(seed)
    {
        Transport = () => transport == nameof(JumboFrames) ? new JumboFrames() : new StandardFrames(),
        ContentBytes = contentBytes,
    };
}
