using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class UnitsOfCoherenceTests
{
    public static MatrixTheoryData<string, IPageGeometry> Units { get; } = new(ShippedProtocols.Names, [new SmallPages(), new Units16K(), new Units64K(), new Units2M()]);

    [Theory]
    [MemberData(nameof(Units))]
    public void All_of_a_unit_comes_with_what_is_touched(string protocol, IPageGeometry geometry)
    {
        using TestNetwork network = new(3, protocol: world => ShippedProtocols.Create(protocol, world), geometry: geometry);
        GranuleNumber first = TestNetwork.Page(1, 0);
        GranuleNumber last = first + (geometry.UnitGranules() - 1);
        network.Nodes[1].Write(first, 11);
        network.Nodes[1].Write(last, 22);
        network.Nodes[0].Increment(last);
        Assert.True(network.Nodes[0].Stage2.Permits(first, isWrite: true, out _));
        Assert.False(network.Nodes[1].Stage2.Permits(first, isWrite: false, out _));
        Assert.Equal(1ul, network.Nodes[0].SlowFaults);
        Assert.Equal(geometry.UnitGranules() == 1 ? 23ul : 11ul, network.Nodes[0].Read(first));
        Assert.Equal(23ul, network.Nodes[1].Read(last));
    }

    [Theory]
    [InlineData(11)]
    [InlineData(22)]
    public void A_unit_that_is_no_page_and_no_block_is_refused(int shift)
    {
        PanicException panic = Assert.Throws<PanicException>(() => new TestNetwork(2, geometry: new OddUnits(shift)).Dispose());
        Assert.StartsWith("a unit of coherence of ", panic.Message, System.StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(21)]
    public void How_much_is_here_is_said_in_MiB_however_large_a_unit_is(int shift)
    {
        using TestNetwork network = new(1, geometry: new OddUnits(shift));
        Assert.Contains(network.Nodes[0].Log.Lines, line => $"{line}".Contains("2 MiB of the guest's 2 MiB are here", System.StringComparison.Ordinal));
    }

    [Fact]
    public void A_window_that_ends_within_a_unit_is_refused()
    {
        PanicException panic = Assert.Throws<PanicException>(() => new WindowMap(new TestCluster(NodeId.Leader, 2, (2 << 20) + 4096), new Units16K()).Initialize());
        Assert.Equal("a window of 2101248 bytes at 0x40000000 does not consist of whole units of coherence, which have 16384 bytes here", panic.Message);
    }

    private sealed class OddUnits(int shift) : IPageGeometry
    {
        public int UnitShift => shift;

        public int PieceShift => shift;

        public int ReturnsToSplit => 0;
    }
}
