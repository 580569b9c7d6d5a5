using System;
using System.Diagnostics;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Switch;

namespace Pilevisor.Launch.Running;

/// <summary>Asks the leader to part with machines, one after the other. Frames from the host may be lost, too: it is asked again until the machine has ended, or is to stay.</summary>
/// <param name="network">The way to the leader.</param>
/// <param name="reports">Where its answers come.</param>
/// <param name="writer">Makes frames.</param>
/// <param name="ending">Completes when the run ends.</param>
internal sealed class LeaveRequests(EthernetSwitch network, NodeReports reports, HostRequestWriter writer, Task ending) : IDisposable
{
    private static readonly TimeSpan _askAgain = TimeSpan.FromSeconds(0.5);
    private static readonly TimeSpan _limit = TimeSpan.FromSeconds(90);
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private byte _last;

    /// <summary>Has a machine leave, and waits until it has.</summary>
    /// <returns>Why it has not; null if it has.</returns>
    public async Task<string?> AskAsync(ClusterNode node, CancellationToken cancellation)
    {
        await _oneAtATime.WaitAsync(cancellation);
        try
        {
            return await AskAsync(node, ++_last, cancellation);
        }
        finally
        {
            _oneAtATime.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _oneAtATime.Dispose();

    private async Task<string?> AskAsync(ClusterNode node, byte request, CancellationToken cancellation)
    {
        node.IsToLeave = true;
        Task<string> refused = reports.RefusalOf(request);
        Task end = Task.WhenAny(node.Ended, refused, ending);
        for (Stopwatch since = Stopwatch.StartNew(); !end.IsCompleted;)
        {
            if (since.Elapsed >= _limit) return $"the leader has not said within {_limit.TotalSeconds:0} s what becomes of node {node.Index}";
            if (!node.IsLeaving && node.Number is { } number && reports.Leader is { } leader) network.Send(0, writer.Remove(leader.Address, leader.Epoch, new NodeId((ushort)number), request));
            await Task.WhenAny(end, Task.Delay(_askAgain, cancellation));
            cancellation.ThrowIfCancellationRequested();
        }

        if (refused.IsCompleted)
        {
            node.IsToLeave = false;
            return $"node {node.Index} {await refused}";
        }

        if (node.HasLeft) return null;
        return node.Ended.IsCompleted ? $"node {node.Index} has ended before it had left" : "the run has ended first";
    }
}
