using System;
using System.Diagnostics;
using System.Linq;
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
        for (Stopwatch since = Stopwatch.StartNew(); !isSo();)
        {
            await Task.WhenAny(cluster.Ended, Task.Delay(TimeSpan.FromMilliseconds(50), TestContext.Current.CancellationToken));
            string statuses = string.Join("\n", cluster.Nodes.Where(node => node.Status is not null).Select(node => $"node {node.Index}: view {node.Status!.Value.View}, {node.Status.Value.CachedBytes} bytes cached, {node.Status.Value.WaitingFrames} frames wait"));
            Assert.False(cluster.Ended.IsCompleted || since.Elapsed >= Machines.Limit, $"it is not so, and {(cluster.Ended.IsCompleted ? "the cluster has ended" : "the limit has passed")}\n{statuses}\n{cluster.Progress()}");
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }
}
