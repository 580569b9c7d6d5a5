using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces;
using Pilevisor.Switch;

namespace Pilevisor.Cli.Commands;

/// <summary>A run in numbers, for --json. What the hypervisor counted is there when the guest powered off.</summary>
/// <param name="Variant">The image that the nodes booted.</param>
/// <param name="Protocol">Its coherence protocol.</param>
/// <param name="Nodes">Machines.</param>
/// <param name="Cpus">CPUs of the guest.</param>
/// <param name="GuestMemoryBytes">What the nodes gave to the guest.</param>
/// <param name="BootSeconds">From the last node's start to the guest's user space; null if it did not come up.</param>
/// <param name="KeptHostAwake">Whether the host's CPUs were kept from sleeping meanwhile, as far as that was ours to say.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Status">This program's exit status.</param>
/// <param name="Total">Sums over the nodes; null if not every node has reported.</param>
/// <param name="ByNode">What each node counted.</param>
/// <param name="PageWaitShare">How much of the guest's CPUs' time went into waiting for pages, 0 to 1; null if not every node has reported.</param>
/// <param name="PageWaitShareByNode">The same for each node's.</param>
/// <param name="Recording">What became of the recording; null if none was asked for.</param>
/// <param name="Events">What changed which nodes there are, or was done to them on purpose, while it ran.</param>
/// <param name="Link">What went wrong between the machines on purpose, as --link takes it; null if nothing did.</param>
/// <param name="Devices">What the guest has besides CPUs, memory and its console.</param>
/// <param name="Network">What went through the switch's port of each node.</param>
internal sealed record UpReport(
    string Variant, string? Protocol, int Nodes, int Cpus, long GuestMemoryBytes, double? BootSeconds, bool KeptHostAwake, string End, int Status, CountsReport? Total, IReadOnlyList<CountsReport> ByNode,
    double? PageWaitShare, IReadOnlyList<double>? PageWaitShareByNode,
    Recording? Recording, IReadOnlyList<ClusterEvent> Events, string? Link, DevicesReport Devices, IReadOnlyList<PortCounts> Network)
{
    public static UpReport Of(Cluster cluster, ClusterEnd end, int status) => new(
        cluster.Configuration.Variant,
        cluster.Protocol,
        cluster.Configuration.Nodes,
        cluster.Configuration.Nodes * cluster.Configuration.CpusPerNode,
        cluster.Configuration.Nodes * cluster.Configuration.MemoryBytes,
        cluster.Ready.IsCompletedSuccessfully ? cluster.Ready.Result.TotalSeconds : null,
        cluster.KeepsHostAwake,
        end.Reason.ToString(),
        status,
        cluster.HasAllCounts ? CountsReport.Of(NodeCounts.Sum(cluster.Counts.Values), cluster.MessageNames) : null,
        cluster.Counts.OrderBy(c => c.Key).Select(c => CountsReport.Of(c.Value, cluster.MessageNames)).ToArray(),
        cluster.PageWaits?.Share,
        cluster.PageWaits?.ShareByNode,
        cluster.Recording,
        cluster.Events,
        cluster.Configuration.Network.IsFaithful ? null : LinkText.Write(cluster.Configuration.Network),
        DevicesReport.Of(cluster.Configuration.Devices, cluster.Board.HasVirtio),
        [.. cluster.Nodes.Select(node => cluster.NetworkCounts(node.Index)).OfType<PortCounts>()]);
}
