using System;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class DeviceTreeWriterTests
{
    [Fact]
    public void Any_tree_that_is_written_reads_back()
    {
        int seed = Environment.TickCount;
        Random random = new(seed);
        for (int round = 0; round < 200; round++)
        {
            int shape = random.Next();
            byte[] memory = new byte[1 << 16];
            DeviceTreeWriter writer = new(memory);
            Write(ref writer, new Random(shape), 0);
            int bytes = writer.Finish();

            Assert.True(FlattenedDeviceTree.TryOpen(memory.AsSpan(0, bytes), out FlattenedDeviceTree tree, out string defect), $"seed {seed}: {defect}");
            DeviceTreeWalk walk = tree.Walk();
            Compare(ref walk, new Random(shape), 0, seed);
            Assert.False(walk.MoveNext(), $"seed {seed}");
        }
    }

    [Fact]
    public void A_tree_that_does_not_fit_is_refused()
    {
        PanicException panic = Assert.Throws<PanicException>(() =>
        {
            DeviceTreeWriter writer = new(new byte[2048]);
            writer.BeginNode(""u8);
            for (int i = 0; i < 1000; i++) writer.Number("reg"u8, 1);
        });
        Assert.Equal("the device tree does not fit into the memory it was given", panic.Message);
    }

    [Fact]
    public void A_node_left_open_is_refused() => Assert.Throws<PanicException>(() =>
    {
        DeviceTreeWriter writer = new(new byte[4096]);
        writer.BeginNode(""u8);
        writer.Finish();
    });

    private static void Write(ref DeviceTreeWriter writer, Random random, int depth)
    {
        if (depth == 0) writer.BeginNode(""u8);
        else writer.BeginNode("node"u8, (uint)random.Next());
        for (int i = random.Next(4); i > 0; i--)
        {
            switch (random.Next(3))
            {
                case 0: writer.Cell("cell"u8, (uint)random.Next()); break;
                case 1: writer.Number("number"u8, (ulong)random.NextInt64()); break;
                default: writer.Text("text"u8, Text(random)); break;
            }
        }
        for (int i = depth < 5 ? random.Next(4) : 0; i > 0; i--) Write(ref writer, random, depth + 1);
        writer.EndNode();
    }

    // Draws the same numbers as Write and compares; a later property of the same name hides behind the first.
    private static void Compare(ref DeviceTreeWalk walk, Random random, int depth, int seed)
    {
        Assert.True(walk.MoveNext(), $"seed {seed}");
        Assert.Equal(depth + 1, walk.Depth);
        DeviceTreeNode node = walk.Current;
        Assert.Equal(depth == 0 ? "" : $"node@{(uint)random.Next():x}", System.Text.Encoding.ASCII.GetString(node.Name));
        bool[] seen = new bool[3];
        for (int i = random.Next(4); i > 0; i--)
        {
            int kind = random.Next(3);
            ulong value = kind switch { 0 => (uint)random.Next(), 1 => (ulong)random.NextInt64(), _ => 0 };
            byte[] text = kind == 2 ? Text(random) : [];
            if (seen[kind]) continue;
            seen[kind] = true;
            if (kind == 2) Assert.True(node.Says("text"u8, text), $"seed {seed}");
            else Assert.True(node.TryGetNumber(kind == 0 ? "cell"u8 : "number"u8, out ulong found) && found == value, $"seed {seed}");
        }
        for (int i = depth < 5 ? random.Next(4) : 0; i > 0; i--) Compare(ref walk, random, depth + 1, seed);
    }

    private static byte[] Text(Random random)
    {
        byte[] text = new byte[random.Next(9)];
        for (int i = 0; i < text.Length; i++) text[i] = (byte)random.Next('a', 'z');
        return text;
    }
}
