using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

public sealed class ClusterShutdownTests
{
    [Theory]
    [InlineData(1, 0, 0.0)]
    [InlineData(2, 0, 0.0)]
    [InlineData(2, 1, 0.0)]
    [InlineData(4, 2, 0.0)]
    [InlineData(4, 3, 0.1)]
    public void Any_node_ends_the_cluster_with_everybodys_counters(int count, int asker, double loss)
    {
        using TestNetwork network = new(count);
        network.Ethernet.Loss = loss;
        TestNode[] nodes = network.AddCluster(count);
        for (int i = 0; i < count; i++) nodes[i].Counters.Add(Counter.ReadFetches, (ulong)(100 + i));
        nodes[asker].Shutdown.PowerOff();
        Assert.True(network.RunUntil(() => nodes.All(n => n.Firmware.IsOff), 5_000));
        Assert.All(nodes, n => Assert.Equal((1, 0), (n.Firmware.PowerOffs, n.Firmware.Resets)));
        List<(ushort Node, ulong Value)> fetches = network.HostFrames(HostKind.Counters, f => (f.Node.Value, ReadFetches(f)));
        Assert.Equal(Enumerable.Range(0, count).Select(i => ((ushort)i, (ulong)(100 + i))), fetches.Order());
        Assert.Equal([count], network.HostFrames(HostKind.CountersEnd, f => f.NodeCount));
        Assert.Equal([EndReason.PowerOff], network.HostFrames(HostKind.Ended, f => f.Reason));
    }

    [Fact]
    public void A_reset_resets()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(2);
        nodes[1].Shutdown.Reset();
        Assert.True(network.RunUntil(() => nodes.All(n => n.Firmware.IsOff), 5_000));
        Assert.All(nodes, n => Assert.Equal((0, 1), (n.Firmware.PowerOffs, n.Firmware.Resets)));
        Assert.Equal([EndReason.Reset], network.HostFrames(HostKind.Ended, f => f.Reason));
    }

    [Fact]
    public void A_node_that_does_not_answer_is_named_and_left_behind()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(3);
        nodes[2].Link.IsUnplugged = true;
        nodes[0].Shutdown.PowerOff();
        Assert.True(nodes[0].Firmware.IsOff);
        Assert.True(nodes[1].Firmware.IsOff);
        Assert.Contains("Warning: 1 nodes did not answer within 5000 ms, the first of them node 2: the end goes on without", nodes[0].Log.Lines);
        Assert.Equal([2], network.HostFrames(HostKind.CountersEnd, f => f.NodeCount));
    }

    [Fact]
    public void Two_that_ask_at_once_end_it_once()
    {
        using TestNetwork network = new();
        TestNode[] nodes = network.AddCluster(3);
        nodes[1].Messenger.Send(NodeId.Leader, (MessageKind)ControlKind.EndRequest, new byte[] { 0 });
        nodes[2].Shutdown.PowerOff();
        Assert.True(network.RunUntil(() => nodes.All(n => n.Firmware.IsOff), 5_000));
        Assert.Single(network.HostFrames(HostKind.Ended, f => f.Reason));
        Assert.All(nodes, n => Assert.Equal(1, n.Firmware.PowerOffs));
    }

    private static ulong ReadFetches(HostFrame frame)
    {
        foreach (CounterEntry entry in frame.Counters)
        {
            if (entry.Table == CounterTable.Counters && entry.Index == (byte)Counter.ReadFetches) return entry.Value;
        }
        return 0;
    }
}
