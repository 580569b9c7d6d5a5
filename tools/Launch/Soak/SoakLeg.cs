using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Machines;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Soak;

/// <summary>
/// One leg of a soak: a cluster, what goes wrong with it, and what its guest runs, all drawn from a seed and the leg's number, so that a leg can be run again by itself.
/// </summary>
/// <param name="Number">Which it is, from 1 on.</param>
/// <param name="Configuration">The cluster.</param>
/// <param name="Steps">What the guest's shell runs, one step after the other; each finds out by itself whether its data are right.</param>
public sealed record SoakLeg(int Number, ClusterConfiguration Configuration, IReadOnlyList<string> Steps)
{
    /// <summary>What the guest writes when it has done its steps, and waits for a line.</summary>
    internal const string Done = "soak: done";

    private const int MostMicrosecondsOfDelay = 300;
    private const int MostDrift = 200;

    // Nodes, and CPUs of each: the guest has four at most, of the few that a host has.
    private static readonly (int Nodes, int Cpus)[] _shapes = [(2, 1), (2, 1), (2, 2), (3, 1), (4, 1)];
    private static readonly long[] _rates = [0, 0, 1_000_000_000, 10_000_000_000];
    private static readonly string[] _kernels = ["6.1", "6.12"];

    /// <summary>Draws a leg.</summary>
    /// <param name="seed">The soak's seed.</param>
    /// <param name="number">The leg's number.</param>
    /// <param name="variant">The image.</param>
    /// <param name="loads">Loads of Debian's programs that are drawn, too (<see cref="GuestPrograms.Loads"/>); they need more memory. None if empty, and then the same seed has the same legs whatever loads there are.</param>
    public static SoakLeg Draw(int seed, int number, string variant, IReadOnlyList<string> loads)
    {
        Random random = new(unchecked((seed * 1_000_003) + number));
        (int nodes, int cpus) = _shapes[random.Next(_shapes.Length)];
        long memory = loads.Count == 0 ? random.Next(2, 5) * 64 * ByteSize.MiB : random.Next(10, 13) * 64 * ByteSize.MiB;
        ClusterConfiguration configuration = new()
        {
            Variant = variant,
            Nodes = nodes,
            CpusPerNode = cpus,
            MemoryBytes = memory,
            // Now and then too little for what the guest touches.
            CacheBytes = random.Next(3) == 0 ? 16 * ByteSize.MiB : null,
            KernelSeries = _kernels[random.Next(_kernels.Length)],
            Network = DrawNetwork(random),
            Pauses = random.Next(2) == 0 ? [] : [new NodePause(random.Next(nodes), TimeSpan.FromSeconds(random.Next(10)), TimeSpan.FromSeconds(0.5 + (random.NextDouble() * 3)))],
            Drifts = random.Next(2) == 0 ? [] : [.. Enumerable.Range(0, nodes).Select(node => new NodeDrift(node, random.Next(-MostDrift, MostDrift + 1), DrawAhead(random)))],
        };
        string[] steps = [.. Enumerable.Range(0, random.Next(3, 7)).Select(_ => loads.Count > 0 && random.Next(2) == 0 ? loads[random.Next(loads.Count)] : DrawStep(random, nodes * cpus, (int)(nodes * memory / ByteSize.MiB)))];
        return new SoakLeg(number, configuration with { Command = Script(steps) }, steps);
    }

    /// <summary>What it is, in a line.</summary>
    public override string ToString()
    {
        ClusterConfiguration c = Configuration;
        string[] parts =
        [
            $"leg {Number}: {c.Nodes} x {c.CpusPerNode} CPUs, {ByteSize.Format(c.MemoryBytes)} each, Linux {c.KernelSeries}",
            .. c.CacheBytes is { } cache ? (string[])[$"cache {ByteSize.Format(cache)}"] : [],
            .. c.Network.IsFaithful ? (string[])[] : [LinkText.Write(c.Network)],
            .. c.Pauses.Select(pause => $"pause {pause.Node}@{pause.After.TotalSeconds:0}s+{pause.Length.TotalSeconds:0.0}s"),
            .. c.Drifts.Select(drift => $"drift {drift}"),
            string.Join("; ", Steps),
        ];
        return string.Join(", ", parts);
    }

    private static SwitchOptions DrawNetwork(Random random)
    {
        double Part(double most) => random.Next(2) == 0 ? 0 : Math.Round(random.NextDouble() * most, 4);
        return new SwitchOptions
        {
            Loss = Part(0.03),
            Duplication = Part(0.03),
            Reordering = Part(0.03),
            Corruption = Part(0.003),
            Delay = random.Next(3) == 0 ? TimeSpan.FromMicroseconds(random.Next(MostMicrosecondsOfDelay)) : TimeSpan.Zero,
            BitsPerSecond = _rates[random.Next(_rates.Length)],
            Seed = random.Next(),
        };
    }

    // Whole hours, of up to six weeks, for every other machine.
    private static TimeSpan DrawAhead(Random random) => random.Next(2) == 0 ? TimeSpan.Zero : TimeSpan.FromHours(random.Next(1, (int)DriftingClock.MostAhead.TotalHours + 1));

    // Sizes for some seconds each where frames take their time. A CPU goes while nothing counts on it.
    private static string DrawStep(Random random, int cpus, int guestMebibytes) => random.Next(10) switch
    {
        0 => $"counter {random.Next(100, 1000)}",
        1 => $"pingpong {random.Next(10, 60)}",
        2 => $"falsesharing {random.Next(1000, 20_000)}",
        3 => $"remotefault {random.Next(20, 200)}",
        4 => $"calls {random.Next(10, 100)}",
        5 => $"pipes {random.Next(1, 3)}",
        6 => $"litmus {random.Next(2, 8)}",
        7 => $"hotplug {random.Next(1, 3)} {random.Next(1, cpus)}",
        8 => $"timechain {random.Next(1, 8)} {random.Next(1, int.MaxValue)}",
        _ => $"stream {random.Next(8, guestMebibytes / 2)}",
    };

    private static string Script(IEnumerable<string> steps) =>
        string.Join(" && ", steps.Select(step => $"{{ echo '{step}'; {step}; }}")) + $" && {KernelLog.Check} && echo '{Done}' && read -r end </dev/console";
}
