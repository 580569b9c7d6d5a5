using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Coherence.Tests.Memory;

/// <summary>Reads and writes, and knows what must be read.</summary>
internal sealed class TestGuest(TestNetwork network, IPageGeometry geometry, Random random)
{
    private readonly Dictionary<uint, ulong> _expected = [];

    /// <summary>Reads and writes by the first so many nodes, of the first so many windows.</summary>
    public void Use(int accesses, int nodes, int windows)
    {
        for (int i = 0; i < accesses; i++)
        {
            GranuleNumber page = TestNetwork.Page(random.Next(windows), (uint)random.Next(20 * (int)geometry.UnitGranules()));
            TestNode node = network.Nodes[random.Next(nodes)];
            if (random.Next(2) == 0) node.Write(page, _expected[page.Value] = (ulong)random.NextInt64());
            else if (_expected.TryGetValue(page.Value, out ulong expected)) Assert.Equal(expected, node.Read(page));
            else node.Read(page);
        }
    }

    /// <summary>The window of a node is as at the beginning.</summary>
    public void Forget(NodeId node)
    {
        foreach (uint page in _expected.Keys.Where(page => page >= TestNetwork.Page(node.Value, 0).Value).ToArray()) _expected.Remove(page);
    }
}
