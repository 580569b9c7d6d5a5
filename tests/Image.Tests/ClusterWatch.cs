using System;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Waits for what happens to a cluster; its end fails the test.</summary>
internal sealed class ClusterWatch(Cluster cluster)
{
    /// <summary>Completes when something has happened to a machine so many times.</summary>
    public async Task HappensAsync(string what, int node, int times)
    {
        TaskCompletionSource happens = new(TaskCreationOptions.RunContinuationsAsynchronously);
        void Look(ClusterEvent? happened)
        {
            if (cluster.Events.Count(e => e.Event == what && e.Node == node) >= times) happens.TrySetResult();
        }

        cluster.Changed += Look;
        Look(null);
        await Task.WhenAny(happens.Task, cluster.Ended, Task.Delay(Machines.Limit, TestContext.Current.CancellationToken));
        cluster.Changed -= Look;
        Assert.True(happens.Task.IsCompleted, $"node {node} was not {what} {times} times before {(cluster.Ended.IsCompleted ? "the cluster ended" : "the limit")}\n{cluster.Progress()}\n{cluster.Console.Text}");
    }

    /// <summary>Completes when something is so that nobody tells of: whatever a cluster does, it says how it is once a second.</summary>
    public async Task EventuallyAsync(Func<bool> isSo)
    {
        using CancellationTokenSource late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Machines.Limit);
        while (!isSo())
        {
            await Task.WhenAny(cluster.Ended, Task.Delay(TimeSpan.FromMilliseconds(50), late.Token));
            Assert.False(cluster.Ended.IsCompleted, $"the cluster has ended\n{cluster.Progress()}");
            late.Token.ThrowIfCancellationRequested();
        }
    }
}
