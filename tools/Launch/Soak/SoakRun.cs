using System;
using System.Diagnostics;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Soak;

/// <summary>Runs legs of a soak.</summary>
/// <param name="launcher">Starts the machines.</param>
public sealed class SoakRun(ClusterLauncher launcher)
{
    private const int KeptCharacters = 4000;

    /// <summary>How long a leg may take: a minute or two is usual.</summary>
    private static readonly TimeSpan _limit = TimeSpan.FromMinutes(15);

    /// <summary>How long it may take until nobody waits for an acknowledgement any more once the guest waits for a line: some seconds are usual, since its CPUs tick.</summary>
    private static readonly TimeSpan _quietLimit = TimeSpan.FromSeconds(60);

    // A node says once a second how it is: what it said is of now, then.
    private static readonly TimeSpan _statusAge = TimeSpan.FromSeconds(2.5);

    // Nobody is told of what a node says of itself.
    private static readonly TimeSpan _lookAgain = TimeSpan.FromMilliseconds(50);

    /// <summary>Runs a leg to its end.</summary>
    /// <exception cref="LaunchException">If the machines cannot be started.</exception>
    public async Task<SoakResult> RunAsync(SoakLeg leg, CancellationToken cancellation)
    {
        Stopwatch clock = Stopwatch.StartNew();
        CommandOutput output = new(SoakLeg.Done);
        await using Cluster cluster = await launcher.StartAsync(leg.Configuration with { Timeout = _limit }, output, cancellation);
        (string? problem, uint most) = await AwaitQuietAsync(cluster, output, clock, cancellation);
        problem ??= await EndAsync(cluster, output, cancellation);
        PortCounts[] ports = [.. cluster.Nodes.Select(node => cluster.NetworkCounts(node.Index)).OfType<PortCounts>()];
        return new SoakResult(leg, clock.Elapsed.TotalSeconds, problem, most, cluster.HasAllCounts ? NodeCounts.Sum(cluster.Counts.Values) : null, ports);
    }

    private static async Task<string?> EndAsync(Cluster cluster, CommandOutput output, CancellationToken cancellation)
    {
        try
        {
            if (!cluster.Ended.IsCompleted) await cluster.WriteConsoleAsync("\n"u8.ToArray(), cancellation);
            return Problem(cluster, await cluster.WaitForEndAsync(cancellation), output.Text);
        }
        catch (LaunchException e)
        {
            return e.Message;
        }
    }

    // Each frame that was ever taken from a node's pool has come back to it when none waits.
    private static async Task<(string? Problem, uint Most)> AwaitQuietAsync(Cluster cluster, CommandOutput output, Stopwatch clock, CancellationToken cancellation)
    {
        uint most = 0;
        Stopwatch? quiet = null;
        while (!cluster.Ended.IsCompleted)
        {
            await Task.WhenAny(cluster.Ended, Task.Delay(_lookAgain, cancellation));
            cancellation.ThrowIfCancellationRequested();
            uint[] waiting = [.. cluster.Nodes.Select(node => node.Status?.WaitingFrames ?? 0)];
            most = uint.Max(most, waiting.Max());
            if (clock.Elapsed > _limit) return ($"not at its end after {_limit.TotalMinutes:0} minutes\n{Last(output.Text)}\n{cluster.Progress()}", most);
            if (!output.Written.IsCompleted) continue;
            quiet ??= Stopwatch.StartNew();
            if (quiet.Elapsed > _statusAge && waiting.All(frames => frames == 0)) return (null, most);
            if (quiet.Elapsed > _quietLimit) return ($"the guest has waited for a line for {_quietLimit.TotalSeconds:0} s, and frames still wait for their acknowledgement: {string.Join(", ", waiting.Select((frames, node) => $"{frames} of node {node}"))}", most);
        }

        return (null, most);
    }

    private static string? Problem(Cluster cluster, ClusterEnd end, string text)
    {
        if (end.Reason != ClusterEndReason.PoweredOff) return $"the cluster ended as {end.Reason}: {end.Message}\n{Last(text)}\n{cluster.Progress()}";
        if (cluster.CommandStatus is not { } status) return $"the guest ended before its steps did\n{Last(text)}\n{cluster.Progress()}";
        if (status != 0) return $"a step, or the look at the kernel's log, ended with status {status}\n{Last(text)}";
        return cluster.HasAllCounts ? null : "not every node has reported what it counted";
    }

    private static string Last(string text) => text.Length > KeptCharacters ? "… " + text[^KeptCharacters..] : text;
}
