using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.Linq;
using System.Numerics;
using Xunit;

namespace Pilevisor.Switch.Tests;

public class FaultTests
{
    private const int Frames = 400;

    [Fact]
    public void The_same_seed_loses_and_doubles_the_same_frames()
    {
        SwitchOptions options = new() { Seed = 5, Loss = 0.2, Duplication = 0.2 };
        int[] first = Run(options);
        Assert.Equal(first, Run(options));
        Assert.NotEqual(first, Run(options with { Seed = 6 }));
        Assert.InRange(Frames - first.Distinct().Count(), Frames / 10, Frames * 3 / 10);
        Assert.InRange(first.Length - first.Distinct().Count(), Frames / 12, Frames * 3 / 10);
        Assert.Equal(first.Order(), first);
    }

    [Fact]
    public void Reordered_frames_are_overtaken_but_arrive()
    {
        int[] got = Run(new SwitchOptions { Seed = 1, Reordering = 0.2 });
        Assert.Equal(Enumerable.Range(0, Frames), got.Order());
        Assert.NotEqual(got.Order(), got);
    }

    [Fact]
    public void The_same_seed_flips_the_same_bits_one_in_a_frame()
    {
        SwitchOptions options = new() { Seed = 3, Corruption = 0.25 };
        (byte[][] first, long counted) = Damaged(options);
        Assert.Equal(first, Damaged(options).Frames);
        Assert.NotEqual(first, Damaged(options with { Seed = 4 }).Frames);
        Assert.Equal(counted, first.LongLength);
        Assert.InRange(first.Length, Frames / 6, Frames / 3);
        Assert.All(first, frame => Assert.Equal(1, frame.Sum(value => BitOperations.PopCount(value))));
        Assert.True(first.Select(frame => Array.FindIndex(frame, value => value != 0)).Distinct().Count() > Frames / 12, "the flips are not spread over the frame");
    }

    [Fact]
    public void Delayed_frames_arrive_in_order_and_no_sooner()
    {
        TimeSpan delay = TimeSpan.FromMilliseconds(20);
        using SwitchFixture network = new(2, new SwitchOptions { Delay = delay });
        Stopwatch clock = Stopwatch.StartNew();
        for (int i = 0; i < 10; i++) network.Nodes[0].Send(network.Nodes[1].Address, (byte)i);
        Assert.Equal(0, network.Nodes[1].Receive()[0]);
        Assert.True(clock.Elapsed >= delay, $"a frame took {clock.Elapsed} where {delay} was asked for");
        for (int i = 1; i < 10; i++) Assert.Equal(i, network.Nodes[1].Receive()[0]);
    }

    // What arrives of numbered frames; complete once the counts say so.
    private static int[] Run(SwitchOptions options)
    {
        using SwitchFixture network = new(2, options);
        for (int i = 0; i < Frames; i++) network.Nodes[0].Send(network.Nodes[1].Address, BitConverter.GetBytes(i));
        network.Switch.Drain();
        List<int> got = [];
        while (got.Count < Expected(network.Switch.Counts(0))) got.Add(BitConverter.ToInt32(network.Nodes[1].Receive()));
        return [.. got];
    }

    // What becomes of frames of zeros: those that are not whole.
    private static (byte[][] Frames, long Counted) Damaged(SwitchOptions options)
    {
        FaultInjector faults = new(options, 0);
        List<byte[]> damaged = [];
        for (int i = 0; i < Frames; i++)
        {
            ReadOnlySpan<byte> frame = new byte[200];
            Assert.Equal(1, faults.Decide(ref frame, out _));
            if (frame.ContainsAnyExcept((byte)0)) damaged.Add(frame.ToArray());
        }

        return ([.. damaged], faults.Corrupted);
    }

    private static long Expected(PortCounts counts) => counts.FramesIn - counts.Lost + counts.Duplicated;
}
