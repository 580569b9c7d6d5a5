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

    // 100 frames of 1,226 bytes and 24 on the wire, at 10,000 a second: no more can arrive within a time than the link carries.
    [Fact]
    public void A_link_carries_no_more_than_its_rate_in_order()
    {
        const int Many = 100;
        using SwitchFixture network = new(3, new SwitchOptions { BitsPerSecond = 10_000 * 1250 * 8L });
        Stopwatch clock = Stopwatch.StartNew();
        byte[] payload = new byte[1226 - 14];
        for (int i = 0; i < Many; i++)
        {
            payload[0] = (byte)i;
            network.Nodes[i % 2].Send(network.Nodes[2].Address, payload);
        }

        List<byte> got = [];
        while (got.Count < Many) got.Add(network.Nodes[2].Receive()[0]);
        Assert.True(clock.Elapsed >= Many * TimeSpan.FromMilliseconds(0.1), $"{Many} frames took {clock.Elapsed}");
        foreach (int parity in (int[])[0, 1]) Assert.Equal(got.Where(i => i % 2 == parity).Order(), got.Where(i => i % 2 == parity));
        Assert.Equal(0, network.Switch.Counts(2).Dropped);
    }

    [Fact]
    public void A_link_that_is_sent_too_much_drops_what_finds_no_room_and_counts_it()
    {
        const int Held = 8192;
        const int Many = Held + 800;
        using SwitchFixture network = new(2, new SwitchOptions { BitsPerSecond = LinkText.LeastBitsPerSecond });
        for (int i = 0; i < Many; i++) network.Nodes[0].Send(network.Nodes[1].Address, BitConverter.GetBytes(i));
        network.Switch.Drain();
        Assert.InRange(network.Switch.Counts(1).Dropped, 1, Many - Held);
    }

    [Fact]
    public void A_frame_that_is_held_back_is_overtaken_on_a_link_with_a_rate_too()
    {
        int[] got = Run(new SwitchOptions { Seed = 1, Reordering = 0.2, BitsPerSecond = 1_000_000_000 });
        Assert.Equal(Enumerable.Range(0, Frames), got.Order());
        Assert.NotEqual(got.Order(), got);
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
