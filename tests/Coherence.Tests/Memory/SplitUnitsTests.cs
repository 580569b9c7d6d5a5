using System.Linq;
using System.Runtime.InteropServices;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Units that nodes write in turns are split by their home, and kept by piece from then on.</summary>
public sealed class SplitUnitsTests
{
    private const uint Pieces = 16;

    public static TheoryData<string> Protocols { get; } = new(ShippedProtocols.Names);

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Nodes_that_write_different_pieces_stop_disturbing_each_other(string protocol)
    {
        using TestNetwork network = NewNetwork(3, protocol);
        WriteInTurns(network, 0, times: 6);
        Assert.Equal(1ul, network.Nodes[1].Counters[Counter.UnitsSplit]);
        network.Drain();
        ulong[] before = [.. network.Nodes.Select(node => node.SlowFaults)];
        WriteInTurns(network, 0, times: 20);
        Assert.Equal(before, network.Nodes.Select(node => node.SlowFaults));
        for (int i = 0; i < 3; i++) Assert.Equal(26ul, network.Nodes[(i + 1) % 3].Read(Piece(0, i)));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void What_was_in_a_unit_is_in_its_pieces(string protocol)
    {
        using TestNetwork network = NewNetwork(3, protocol);
        for (int i = 0; i < Pieces; i++) network.Nodes[i % 3].Write(Piece(0, i), 100 + (ulong)i);
        WriteInTurns(network, 0, times: 6);
        Assert.Equal(1ul, network.Nodes[1].Counters[Counter.UnitsSplit]);
        // A node that has not heard of it, too, and the neighbour is whole.
        for (int i = 3; i < Pieces; i++) Assert.Equal(100 + (ulong)i, network.Nodes[i % 2].Read(Piece(0, i)));
        network.Nodes[0].Write(Piece(1, 2), 5);
        Assert.True(network.Nodes[0].Stage2.Permits(Piece(1, 9), isWrite: true, out _));
        Assert.False(network.Nodes[0].Stage2.Permits(Piece(0, 9), isWrite: true, out _));
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void Data_that_goes_from_node_to_node_once_stays_whole(string protocol)
    {
        using TestNetwork network = NewNetwork(3, protocol);
        for (int node = 0; node < 3; node++)
        {
            for (int i = 0; i < 4 * Pieces; i++) network.Nodes[node].Increment(Piece(0, i));
        }
        for (int i = 0; i < 4 * Pieces; i++) Assert.Equal(3ul, network.Nodes[1].Read(Piece(0, i)));
        Assert.All(network.Nodes, node => Assert.Equal(0ul, node.Counters[Counter.UnitsSplit]));
    }

    [Fact]
    public void One_node_that_writes_what_others_read_splits_nothing()
    {
        using TestNetwork network = NewNetwork(2, nameof(OwnerDirectory));
        for (int i = 0; i < 10; i++)
        {
            network.Nodes[0].Write(Piece(0, 0), (ulong)i);
            Assert.Equal((ulong)i, network.Nodes[1].Read(Piece(0, 0)));
        }
        Assert.Equal(0ul, network.Nodes[1].Counters[Counter.UnitsSplit]);
    }

    [Theory]
    [MemberData(nameof(Protocols))]
    public void The_frame_of_a_split_unit_is_free_once_its_last_piece_has_left(string protocol)
    {
        using TestNetwork network = NewNetwork(2, protocol);
        TestNode node = network.Nodes[0];
        const int units = 8;
        for (int unit = 0; unit < units; unit++) WriteInTurns(network, unit, times: 4);
        Assert.Equal((ulong)units, network.Nodes[1].Counters[Counter.UnitsSplit]);
        for (int unit = 0; unit < units; unit++) node.Write(Piece(unit, 7), 7);
        Assert.Equal((uint)units, node.Frames.Count - node.Frames.Free);
        // The home wants all of it back.
        for (int unit = 0; unit < units; unit++)
        {
            for (int i = 0; i < Pieces; i++) network.Nodes[1].Increment(Piece(unit, i));
        }
        network.Drain();
        Assert.Equal(node.Frames.Count, node.Frames.Free);
        Assert.Equal(8ul, node.Read(Piece(0, 7)));
    }

    [Fact]
    public void Who_wants_back_what_is_no_unit_here_has_gone_wrong()
    {
        using TestNetwork network = NewNetwork(2, nameof(OwnerDirectory));
        const string expected = "node 1 sent a message of kind 0x60 that cannot be: it wants back what is no unit of this node's";
        Assert.StartsWith(expected, Refused(network, MemoryMessage.WantedBack, FirstPiece + 1));
        Assert.StartsWith(expected, Refused(network, MemoryMessage.WantedBack, UnitOf(1)));
        Assert.StartsWith(expected, Refused(network, MemoryMessage.WantedBack, new PageNumber(uint.MaxValue)));
        Assert.StartsWith(expected, Refused(network, MemoryMessage.WantedBack, FirstPiece));
    }

    [Fact]
    public void Who_asks_for_a_piece_of_a_whole_unit_has_gone_wrong()
    {
        using TestNetwork network = NewNetwork(2, nameof(OwnerDirectory));
        CoherenceBody body = new() { Message = new CoherenceMessage { Page = FirstPiece, Kind = (byte)OwnerDirectoryMessage.GetShared, Requester = new NodeId(1) } };
        Assert.Contains("that cannot be: it is about a piece of a unit that was not split", Refused(network, (MemoryMessage)0x20, body));
    }

    [Fact]
    public void A_unit_that_this_nodes_own_was_split_by_another_is_refused()
    {
        using TestNetwork network = NewNetwork(2, nameof(OwnerDirectory));
        network.Nodes[1].Write(Piece(-(int)(TestNetwork.WindowPages / Pieces), 0), 1);
        network.Nodes[0].Ask(TestNetwork.Page(0, 0), AccessKind.Read);
        CoherenceBody body = new() { Message = new CoherenceMessage { Page = UnitOf(0), Kind = (byte)OwnerDirectoryMessage.Data, Requester = NodeId.Leader }, Content = PageContent.Split };
        Assert.Contains("was split by another node than its home", Refused(network, (MemoryMessage)0x24, body));
    }

    // Units at the home of node 1, and what other numbers are.
    private static GranuleNumber Piece(int unit, int piece) => new((uint)(TestNetwork.Page(1, 0).Value + (unit * Pieces) + piece));

    private static PageNumber UnitOf(int node) => new AdaptiveUnits().UnitOf(TestNetwork.Page(node, 0));

    private static PageNumber FirstPiece
    {
        get
        {
            WindowMap windows = new(new TestCluster(NodeId.Leader, 2, TestNetwork.WindowBytes), new AdaptiveUnits());
            windows.Initialize();
            return windows.FirstPiece;
        }
    }

    private static TestNetwork NewNetwork(int nodes, string protocol) => new(nodes, holdMicroseconds: 20, protocol: world => ShippedProtocols.Create(protocol, world), geometry: new AdaptiveUnits());

    private static void WriteInTurns(TestNetwork network, int unit, int times)
    {
        for (int turn = 0; turn < times; turn++)
        {
            for (int node = 0; node < network.Nodes.Length; node++) network.Nodes[node].Increment(Piece(unit, node));
        }
    }

    private static string Refused<T>(TestNetwork network, MemoryMessage kind, T body)
        where T : unmanaged =>
        Assert.Throws<PanicException>(() => network.Nodes[0].Deliver(new NodeId(1), (MessageKind)kind, MemoryMarshal.AsBytes([body]).ToArray(), [])).Message;
}
