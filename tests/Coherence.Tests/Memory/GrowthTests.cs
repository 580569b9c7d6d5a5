using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Windows of nodes that join while the guest runs, and their footholds.</summary>
public sealed class GrowthTests
{
    private static readonly NodeId _place = new(2);
    private static readonly NodeId _shortPlace = new(3);

    public static TheoryData<IPageGeometry> Geometries { get; } = [new SmallPages(), new Units16K(), new Units64K(), new AdaptiveUnits(), new Units2M()];

    [Theory]
    [MemberData(nameof(Geometries))]
    public void A_window_is_RAM_from_when_its_node_is_there_as_far_as_that_has_RAM(IPageGeometry geometry)
    {
        GrowingCluster cluster = new(NodeId.Leader, 4 * geometry.UnitBytes());
        WindowMap windows = new(cluster, geometry);
        windows.Initialize();
        PageNumber first = geometry.UnitOf(cluster[_place].WindowStart.Granule);
        PageNumber firstOfShort = geometry.UnitOf(cluster[_shortPlace].WindowStart.Granule);
        Assert.False(windows.Contains(first));
        Join(cluster, windows, _place);
        Assert.Equal([true, true, true, true], Enumerable.Range(0, 4).Select(i => windows.Contains(first + (uint)i)));
        Assert.Equal((_place, true, false), (windows.HomeOf(first), windows.IsAtHome(first, _place), windows.IsOwn(first)));
        Assert.False(windows.Contains(firstOfShort));
        Join(cluster, windows, _shortPlace);
        Assert.Equal([true, true, false, false], Enumerable.Range(0, 4).Select(i => windows.Contains(firstOfShort + (uint)i)));
    }

    // So a message that makes a node answer such a place is refused, and not the answer.
    [Fact]
    public void A_place_that_nobody_has_taken_is_nobody_who_can_be_sent_something()
    {
        GrowingCluster cluster = new(NodeId.Leader, 4 * GranuleNumber.Bytes);
        WindowMap windows = new(cluster, new SmallPages());
        windows.Initialize();
        Assert.Equal([true, false, true, true], Enumerable.Range(0, 4).Select(node => windows.IsNobody(new NodeId((ushort)node))));
        Join(cluster, windows, _place);
        Assert.Equal([true, false, false, true], Enumerable.Range(0, 4).Select(node => windows.IsNobody(new NodeId((ushort)node))));
    }

    [Theory]
    [MemberData(nameof(Geometries))]
    public void The_leader_is_the_home_of_all_footholds_from_the_beginning(IPageGeometry geometry)
    {
        foreach (ushort self in (ushort[])[0, 1])
        {
            GrowingCluster cluster = new(new NodeId(self), 4 * geometry.UnitBytes());
            WindowMap windows = new(cluster, geometry);
            windows.Initialize();
            Assert.Equal(self == 0 ? 2 * windows.FootholdUnits : 0, windows.OwnFootholdUnits);
            uint expected = 0;
            foreach (NodeId place in (NodeId[])[_place, _shortPlace])
            {
                PageNumber first = geometry.UnitOf(cluster[place].FootholdStart.Granule);
                for (uint i = 0; i < windows.FootholdUnits; i++, expected++)
                {
                    PageNumber page = first + i;
                    Assert.Equal((true, NodeId.Leader, true, false), (windows.Contains(page), windows.HomeOf(page), windows.IsAtHome(page, NodeId.Leader), windows.IsAtHome(page, place)));
                    Assert.Equal(self == 0, windows.IsOwn(page));
                    Assert.Equal((self == 0, self == 0 ? expected : 0), (windows.IsOwnFoothold(page, out uint index), index));
                    Assert.InRange(page.Value, windows.First.Value, windows.First.Value + windows.Units - 1);
                }
                Assert.False(windows.Contains(first + windows.FootholdUnits));
            }
        }
    }

    [Fact]
    public void Devices_read_and_write_the_guests_RAM_wherever_it_is()
    {
        using TestNetwork network = new(2);
        TestNode[] nodes = network.Nodes;
        byte[] written = [.. Enumerable.Range(0, 6000).Select(i => (byte)(i * 7))];
        GuestPhysicalAddress start = TestNetwork.Page(1, 0).Address + 100;
        WriteGrant grant = new();
        grant.Give();
        nodes[0].Memory.Write(start, written, grant);
        byte[] read = new byte[written.Length];
        nodes[1].Memory.Read(start, read);
        Assert.Equal(written, read);
        nodes[1].Memory.Write(start + 4000, [1, 2, 3], grant);
        nodes[0].Memory.Read(start, read);
        Assert.Equal([1, 2, 3], read[4000..4003]);
        Assert.Equal(written[4003..], read[4003..]);
        grant.Revoke();
        nodes[0].Memory.AwaitWrites();
        nodes[0].Memory.Write(start, [9, 9, 9], grant);
        nodes[0].Memory.Read(start, read);
        Assert.Equal(written[..3], read[..3]);
        Assert.Throws<PanicException>(() => nodes[0].Memory.Read(new GuestPhysicalAddress(0x3000_0000), read));
    }

    private static void Join(GrowingCluster cluster, WindowMap windows, NodeId node)
    {
        cluster.Joined = cluster.Joined.With(node);
        windows.Open(node);
    }
}
