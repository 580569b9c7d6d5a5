using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Running;
using Pilevisor.Switch;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>What `up` does to links and machines when it is asked to.</summary>
[Collection(Machines.Collection)]
public class DisturbanceTests(Machines machines)
{
    [Fact]
    public async Task A_guest_computes_what_is_right_while_all_goes_wrong_at_once()
    {
        SwitchOptions network = new() { Loss = 0.02, Duplication = 0.01, Reordering = 0.02, Corruption = 0.001, Delay = TimeSpan.FromMicroseconds(200), BitsPerSecond = 1_000_000_000, Seed = 7 };
        ClusterConfiguration configuration = Machines.TwoNodes with
        {
            Network = network,
            Pauses = [new NodePause(1, TimeSpan.FromSeconds(0.5), TimeSpan.FromSeconds(1)), new NodePause(0, TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(1))],
            Drifts = [new NodeDrift(0, -100), new NodeDrift(1, 100, TimeSpan.FromHours(3))],
        };
        CommandRun run = await machines.SucceedAsync(configuration, "sleep 4 & timechain 1 7 && counter 500 && stream 8 && litmus 2 && wait $!");
        Assert.Matches("off the counter by [0-9]+ ns at most; the counter began at 108[0-9][0-9] s", run.Output);
        Assert.Contains("8 MiB right", run.Output, StringComparison.Ordinal);
        Assert.Equal(["paused 1", "resumed 1", "paused 0", "resumed 0"], run.Cluster.Events.OrderBy(e => e.Seconds).Select(e => $"{e.Event} {e.Node}"));
        PortCounts[] counts = [.. run.Cluster.Nodes.Select(node => run.Cluster.NetworkCounts(node.Index)!)];
        Assert.All(counts, port => Assert.True(port is { Lost: > 0, Duplicated: > 0, Reordered: > 0, Corrupted: > 0 }, port.ToString()));
    }

    [Fact]
    public async Task A_machine_that_is_killed_is_dead_and_its_end_was_asked_for()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.TwoNodes with { Kills = [new NodeKill(1, TimeSpan.FromSeconds(0.2))], Command = "sleep 100" };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.NodeLost, $"{end.Reason}: {end.Message}");
        Assert.Equal(["killed 1"], cluster.Events.Select(e => $"{e.Event} {e.Node}"));
        Assert.Equal("was ended, as was asked for", Cluster.LossOf(cluster.Nodes[1]));
    }
}
