using System;
using System.Collections.Generic;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

public sealed class UnitsOfCoherenceTests
{
    public static TheoryData<IPageGeometry, string> Units
    {
        get
        {
            TheoryData<IPageGeometry, string> data = [];
            foreach (IPageGeometry geometry in (IPageGeometry[])[new SmallPages(), new Units16K(), new Units64K()])
            {
                data.Add(geometry, nameof(OwnerDirectory));
                data.Add(geometry, nameof(MsiDirectory));
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void All_of_a_unit_comes_with_what_is_touched(IPageGeometry geometry, string protocol)
    {
        using TestNetwork network = NewNetwork(geometry, protocol);
        PageNumber first = TestNetwork.Page(1, 0);
        PageNumber last = first + (geometry.UnitPages() - 1);
        network.Nodes[1].Write(first, 11);
        network.Nodes[1].Write(last, 22);
        network.Nodes[0].Increment(last);
        Assert.True(network.Nodes[0].Stage2.Permits(first, isWrite: true, out _));
        Assert.False(network.Nodes[1].Stage2.Permits(first, isWrite: false, out _));
        Assert.Equal(1ul, network.Nodes[0].SlowFaults);
        Assert.Equal(geometry.UnitPages() == 1 ? 23ul : 11ul, network.Nodes[0].Read(first));
        Assert.Equal(23ul, network.Nodes[1].Read(last));
    }

    [Theory]
    [MemberData(nameof(Units))]
    public void What_was_written_last_is_what_is_read(IPageGeometry geometry, string protocol)
    {
        const int Steps = 3_000;
        int seed = Random.Shared.Next();
        Random random = new(seed);
        using TestNetwork network = NewNetwork(geometry, protocol, seed);
        Dictionary<uint, ulong> written = [];
        uint pages = Math.Min(TestNetwork.WindowPages, 24 * geometry.UnitPages());
        for (int step = 0; step < Steps; step++)
        {
            TestNode node = network.Nodes[random.Next(network.Nodes.Length)];
            PageNumber page = TestNetwork.Page(random.Next(network.Nodes.Length), (uint)random.Next((int)pages));
            ulong expected = written.GetValueOrDefault(page.Value);
            bool increments = random.Next(2) == 0;
            ulong found = increments ? node.Increment(page) : node.Read(page);
            Assert.True(expected == found, $"seed {seed}, step {step}: {page} holds {found}, not {expected}");
            if (increments) written[page.Value] = expected + 1;
        }
    }

    private static TestNetwork NewNetwork(IPageGeometry geometry, string protocol, int seed = 1) => new(
        3,
        cacheFrames: 16,
        seed: seed,
        protocol: world => protocol == nameof(MsiDirectory) ? new MsiDirectory(world) : new OwnerDirectory(world, new OwnerDirectoryOptions(false, false)),
        geometry: geometry);
}
