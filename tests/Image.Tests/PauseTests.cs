using System;
using System.Collections.Concurrent;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Machines that stop and go on: Ctrl-Z, a suspended host, a stopped QEMU.</summary>
[Collection(Machines.Collection)]
public class PauseTests(Machines machines)
{
    [Fact]
    public Task A_guest_survives_a_stop_of_one_of_its_machines_and_of_all() => StopAsync(15);

    [Fact]
    [Trait("Length", "long")]
    public Task A_guest_survives_a_stop_of_a_minute() => StopAsync(60);

    private async Task StopAsync(int seconds)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        Watcher watcher = new();
        string command = "echo begins; counter 50000 && stream 16 && echo ends";
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.TwoNodes with { Command = command }, watcher, cancellation);
        await RequireAsync(watcher.Begun, cluster, cancellation);
        await StopAsync(seconds, cancellation, cluster.Nodes[1]);
        await RequireAsync(watcher.Resumed, cluster, cancellation);
        await StopAsync(seconds, cancellation, [.. cluster.Nodes]);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{end.Reason}: {end.Message}\n{cluster.Progress()}");
        Assert.Equal(0, cluster.CommandStatus);
        Assert.EndsWith("ends\n", watcher.Output, StringComparison.Ordinal);
        string[] warnings = [.. watcher.Warnings];
        foreach (string warning in warnings) TestContext.Current.TestOutputHelper?.WriteLine(warning);
        Assert.Contains(warnings, line => line.Contains("node 0 ", StringComparison.Ordinal) && line.Contains("was not heard of for 1", StringComparison.Ordinal));
        Assert.Equal(2, warnings.Count(line => line.Contains("node 1 cpu 0 warning: this node did not run for", StringComparison.Ordinal)));
        Assert.Equal(1, warnings.Count(line => line.Contains("node 0 cpu 0 warning: this node did not run for", StringComparison.Ordinal)));
    }

    // The stop is as long as it is asked for: what is waited for here is the time itself, and no machine could tell.
    private static async Task StopAsync(int seconds, CancellationToken cancellation, params ClusterNode[] nodes)
    {
        string processes = string.Join(' ', nodes.Select(node => node.Process!.Id));
        await new HostCommand("sh", "-c", $"kill -STOP {processes} && sleep {seconds} && kill -CONT {processes}").RunCheckedAsync(cancellation);
    }

    private static async Task RequireAsync(Task task, Cluster cluster, CancellationToken cancellation)
    {
        await Task.WhenAny(task, cluster.Ended).WaitAsync(Machines.Limit, cancellation);
        Assert.True(task.IsCompletedSuccessfully, $"the cluster ended before that\n{cluster.Progress()}");
    }

    private sealed class Watcher : ClusterObserver
    {
        private readonly StringBuilder _output = new();
        private readonly TaskCompletionSource _begun = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource _resumed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Begun => _begun.Task;

        public Task Resumed => _resumed.Task;

        public string Output => _output.ToString();

        public ConcurrentQueue<string> Warnings { get; } = [];

        public override void CommandWritten(ReadOnlySpan<byte> bytes)
        {
            _output.Append(Encoding.ASCII.GetString(bytes));
            if (Output.Contains("begins", StringComparison.Ordinal)) _begun.TrySetResult();
        }

        public override void LogWritten(int node, LogLevel level, string line)
        {
            if (level > LogLevel.Warning) return;
            Warnings.Enqueue(line);
            if (line.Contains("node 1 is heard of again", StringComparison.Ordinal)) _resumed.TrySetResult();
        }
    }
}
