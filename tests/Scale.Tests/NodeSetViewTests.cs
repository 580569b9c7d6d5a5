using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Scale.Tests;

/// <summary>The set against a set that is known to be right, for all sizes of clusters; what fails names its seed.</summary>
public sealed class NodeSetViewTests
{
    public static TheoryData<int> Sizes => [1, 2, 63, 64, 65, 127, 128, 129, 200, 1_000, 1_023, NodeId.MostNodes];

    [Theory]
    [MemberData(nameof(Sizes))]
    public void It_does_what_a_set_does(int nodes)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            Random random = new(seed);
            ulong[] words = new ulong[NodeSetView.WordsFor(nodes)];
            NodeSetView set = new(words);
            HashSet<int> right = [];
            for (int step = 0; step < 300; step++)
            {
                int node = random.Next(nodes);
                bool isAdded = random.Next(3) != 0;
                if (isAdded) set.Add(Node(node));
                else set.Remove(Node(node));
                if (isAdded) right.Add(node);
                else right.Remove(node);
                Agree(words, right, random.Next(nodes), $"{nodes} nodes, seed {seed}, step {step}");
            }
            set.Clear();
            Agree(words, [], 0, $"{nodes} nodes, seed {seed}, cleared");
        }
    }

    [Fact]
    public void Every_node_of_every_size_has_a_place_of_its_own()
    {
        for (int nodes = 1; nodes <= NodeId.MostNodes; nodes++)
        {
            ulong[] words = new ulong[NodeSetView.WordsFor(nodes)];
            NodeSetView set = new(words);
            set.Add(Node(nodes - 1));
            Assert.Equal(nodes - 1, set.First.Value);
            Assert.Equal(1, set.Count);
            for (int node = 0; node < nodes; node++) set.Add(Node(node));
            Assert.Equal(nodes, set.Count);
        }
    }

    [Theory]
    [MemberData(nameof(Sizes))]
    public void Folded_and_unfolded_it_is_the_smallest_superset_of_whole_groups(int nodes)
    {
        for (int seed = 0; seed < 100; seed++)
        {
            Random random = new(seed);
            HashSet<int> members = [.. Enumerable.Range(0, random.Next(6)).Select(_ => random.Next(nodes))];
            ulong[] words = new ulong[NodeSetView.WordsFor(nodes)];
            NodeSetView set = new(words);
            foreach (int member in members) set.Add(Node(member));
            ulong[] others = new ulong[words.Length];
            NodeSetView unfolded = new(others);
            unfolded.Unfold(set.Fold(), nodes);
            HashSet<int> groups = [.. members.Select(member => member % 64)];
            Assert.Equal(Enumerable.Range(0, nodes).Where(node => groups.Contains(node % 64)), Members(others));
            if (nodes <= 64) Assert.Equal(words, others);
        }
    }

    [Fact]
    public void A_copy_has_the_same_members_and_is_another_set()
    {
        ulong[] words = new ulong[16];
        ulong[] others = [.. Enumerable.Repeat(ulong.MaxValue, 16)];
        NodeSetView set = new(words);
        set.Add(Node(70));
        new NodeSetView(others).CopyFrom(set);
        Assert.Equal([70], Members(others));
        set.Add(Node(1_000));
        Assert.Equal([70], Members(others));
    }

    private static void Agree(ulong[] words, HashSet<int> right, int node, string when)
    {
        NodeSetView set = new(words);
        Assert.True(right.Count == set.Count, when);
        Assert.True(right.Count == 0 == set.IsEmpty, when);
        Assert.True(right.Contains(node) == set.Contains(Node(node)), when);
        Assert.True(right.Order().SequenceEqual(Members(words)), when);
        if (right.Count == 0) return;
        Assert.True(right.Min() == set.First.Value, when);
        int next = right.Order().FirstOrDefault(member => member > node, right.Min());
        Assert.True(next == set.NextAfter(Node(node)).Value, when);
    }

    private static List<int> Members(ulong[] words)
    {
        List<int> members = [];
        foreach (NodeId node in new NodeSetView(words)) members.Add(node.Value);
        return members;
    }

    private static NodeId Node(int number) => new((ushort)number);
}
