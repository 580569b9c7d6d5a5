using System;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Guests;

namespace Pilevisor.Launch.Running;

/// <summary>Flat guests that write a line when they are ready and wait for a key: from there on each instruction of the hypervisor is logged, until they power off.</summary>
/// <param name="launcher">Starts the machines.</param>
/// <param name="guests">Has the guests.</param>
public sealed class LoggedGuest(ClusterLauncher launcher, FlatGuests guests)
{
    private static readonly TimeSpan _patience = TimeSpan.FromSeconds(60);

    /// <summary>Runs a guest.</summary>
    /// <param name="name">Which.</param>
    /// <param name="machines">On what.</param>
    /// <param name="read">Takes what is wanted from the logs, which go with the cluster.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>What was read.</returns>
    /// <exception cref="LaunchException">If the guest does not get ready, does not get to its end, or finds something wrong.</exception>
    public async Task<T> RunAsync<T>(string name, ClusterConfiguration machines, Func<Cluster, T> read, CancellationToken cancellation)
    {
        // Under a clock that counts instructions QEMU runs a machine's CPUs by long turns: what one does for another would be done late, and much at once.
        machines = machines with { Kernel = await guests.GetAsync(name, cancellation), LogsInstructions = true, CountsInstructions = machines.CpusPerNode == 1 };
        await using Cluster cluster = await launcher.StartAsync(machines, new SilentObserver(), cancellation);
        await AwaitReadyAsync(name, cluster, cancellation);
        await cluster.LogInstructionsAsync(cancellation);
        await cluster.WriteConsoleAsync("\n", cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        string[] lines = cluster.Console.Text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        if (end.Reason != ClusterEndReason.PoweredOff || !lines[^1].EndsWith(" 0 wrong", StringComparison.Ordinal))
            throw new LaunchException(ExitStatus.GuestDied, $"the guest {name} did not get to its end, or found something wrong\n{end.Message}\n{cluster.Progress()}");
        return read(cluster);
    }

    private static async Task AwaitReadyAsync(string name, Cluster cluster, CancellationToken cancellation)
    {
        try
        {
            await Task.WhenAny(cluster.ConsoleOpen, cluster.Ended).WaitAsync(_patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new LaunchException(ExitStatus.TimedOut, $"the guest {name} did not get ready in {_patience.TotalSeconds:0} s\n{cluster.Progress()}");
        }

        if (!cluster.ConsoleOpen.IsCompletedSuccessfully) throw new LaunchException(ExitStatus.GuestDied, $"the guest {name} ended before it was ready\n{cluster.Progress()}");
    }
}
