using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Nodes with few frames read and write words in turns: each finds what was written last, under every protocol and with every unit of coherence.</summary>
public sealed class EveryWordTests
{
    private const int Units = 20;

    public static IEnumerable<TheoryDataRow<string, int, ulong, bool>> Clusters()
    {
        foreach (string protocol in ShippedProtocols.Names)
        {
            foreach ((int nodes, ulong hold, bool hasHistory) in ((int, ulong, bool)[])[(2, 0, false), (3, 30, false), (3, 30, true), (4, 0, true)]) yield return new(protocol, nodes, hold, hasHistory);
        }
    }

    public static MatrixTheoryData<string, IPageGeometry> LargerUnits { get; } = new(ShippedProtocols.Names, [new Units16K(), new Units64K(), new AdaptiveUnits()]);

    [Theory]
    [MemberData(nameof(Clusters))]
    public void Nodes_agree_on_every_word(string protocol, int nodes, ulong holdMicroseconds, bool hasHistory) =>
        Check(nodes, holdMicroseconds, hasHistory, world => ShippedProtocols.Create(protocol, world), new SmallPages());

    [Theory]
    [MemberData(nameof(LargerUnits))]
    public void Nodes_with_larger_units_agree_on_every_word(string protocol, IPageGeometry geometry) => Check(3, 30, true, world => ShippedProtocols.Create(protocol, world), geometry);

    [Theory]
    [InlineData(2, 0, false, false)]
    [InlineData(3, 0, true, false)]
    [InlineData(3, 30, false, false)]
    [InlineData(4, 30, true, false)]
    [InlineData(2, 0, true, true)]
    [InlineData(3, 30, false, true)]
    [InlineData(4, 0, true, true)]
    public void Nodes_agree_on_every_word_with_the_owner_directorys_options_and_without(int nodes, ulong holdMicroseconds, bool options, bool hasHistory) =>
        Check(nodes, holdMicroseconds, hasHistory, world => new OwnerDirectory(world, new OwnerDirectoryOptions(options, options)), new SmallPages());

    private static void Check(int nodes, ulong holdMicroseconds, bool hasHistory, Func<IProtocolWorld, ICoherenceProtocol> protocol, IPageGeometry geometry)
    {
        for (int seed = 0; seed < 6; seed++)
        {
            using TestNetwork network = new(nodes, FrameCache.MinimumFrames, holdMicroseconds, seed, counter => hasHistory ? new HistoryPrefetch(counter) : new SequentialPrefetch(), protocol, geometry);
            Random random = new(seed);
            Dictionary<uint, ulong> expected = [];
            for (int i = 0; i < 3000; i++)
            {
                GranuleNumber page = TestNetwork.Page(random.Next(nodes), (uint)random.Next(Units * (int)geometry.UnitGranules()));
                TestNode node = network.Nodes[random.Next(nodes)];
                for (int run = random.Next(4); run >= 0; run--, page += 1)
                {
                    if (random.Next(2) == 0)
                    {
                        node.Write(page, expected[page.Value] = (ulong)random.NextInt64());
                        continue;
                    }
                    ulong value = node.Read(page);
                    bool isRight = value == expected.GetValueOrDefault(page.Value);
                    Assert.True(isRight, $"seed {seed}, access {i}: {node.Self.Value} reads {value:x} at {page.Value:x}");
                }
            }
            // The test is of split units, too, and of their pieces that leave for want of frames.
            if (geometry is AdaptiveUnits) Assert.InRange(network.Nodes.Sum(node => (int)node.Counters[Counter.UnitsSplit]), Units, int.MaxValue);
        }
    }
}
