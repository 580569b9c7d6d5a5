using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Interconnect.Tests;

/// <summary>What tests of clusters that grow and shrink do.</summary>
public abstract class GrowingTests
{
    private protected static TestNetwork BadNetwork(int seed, Random random)
    {
        TestNetwork network = new(seed);
        network.Ethernet.Loss = random.NextDouble() * 0.3;
        network.Ethernet.Duplication = random.NextDouble() * 0.3;
        network.Ethernet.JitterMicroseconds = random.Next(3000);
        return network;
    }

    private protected static TestNode[] Start(TestNetwork network, int count, int most)
    {
        TestNode[] nodes = Enumerable.Range(0, count).Select(i => network.Add(i)).ToArray();
        for (int i = 0; i < count; i++) nodes[i].Membership.Begin(TestNode.Offer(), Options(i == 0, count, most));
        Assert.True(network.RunUntil(() => AllStarted(network)));
        return nodes;
    }

    private protected static TestNode Newcomer(TestNetwork network, int index)
    {
        TestNode node = network.Add(index);
        node.Membership.Begin(TestNode.Offer(), new BringUpOptions());
        return node;
    }

    private protected static BringUpOptions Options(bool isLeader, int count, int most) => new() { IsLeader = isLeader, ExpectedNodes = count, MostNodes = most };

    private protected static bool AllStarted(TestNetwork network) => AllStarted(network.Nodes);

    // Each takes its steps as they become possible.
    private protected static bool AllStarted(IEnumerable<TestNode> nodes)
    {
        bool all = true;
        foreach (TestNode node in nodes)
        {
            if (Reaches(node, BringUpStep.Described) && node.Membership.Reached == BringUpStep.Described)
            {
                node.Messenger.Reserve(TestNode.ReservedMessages, TestNode.ReservedPages, node.ContentBytes);
                node.Membership.ReportReady();
            }
            all &= node.Membership.Reached == BringUpStep.Started;
        }
        return all;
    }

    private protected static bool Reaches(TestNode node, BringUpStep step)
    {
        node.Membership.Advance();
        return node.Membership.Reached >= step;
    }

    // From each to each of those that are there, the newcomers included.
    private protected static void RequireMessages(TestNetwork network, int seed)
    {
        RecordingHandler[] handlers = network.Nodes.Select(_ => new RecordingHandler()).ToArray();
        for (int i = 0; i < handlers.Length; i++) network.Nodes[i].Messenger.Register(MessageKind.FirstCoherence, RecordingHandler.Shape, handlers[i]);
        foreach (TestNode from in network.Nodes)
        {
            foreach (TestNode to in network.Nodes.Where(node => node != from)) from.Send(to.Cluster.Self, from.Cluster.Self.Value);
        }
        Assert.True(network.RunUntil(() => handlers.All(handler => handler.Numbers.Count == handlers.Length - 1)), $"messages are missing, seed {seed}");
    }

    // One more than there were at first.
    private protected static TestNode[] StartAndJoin(TestNetwork network, int first, out NodeId place, int places = 0)
    {
        TestNode[] members = Start(network, first, Math.Max(places, first + 1));
        TestNode newcomer = Newcomer(network, first);
        NodeId node = new((ushort)first);
        Assert.True(network.RunUntil(() => AllStarted(network) && members.All(member => member.Cluster.TakesWork(node))));
        place = node;
        return [.. members, newcomer];
    }

    private protected static RecordingViews Watch(TestNode node)
    {
        RecordingViews views = new();
        node.Views.Register(views);
        return views;
    }
}
