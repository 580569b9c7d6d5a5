using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>A run in numbers, for --json.</summary>
/// <param name="Nodes">Machines.</param>
/// <param name="Cpus">CPUs of the guest.</param>
/// <param name="GuestMemoryBytes">What the nodes gave to the guest.</param>
/// <param name="BootSeconds">From the last node's start to the guest's user space; null if it did not come up.</param>
/// <param name="End">Why it ended.</param>
/// <param name="Status">This program's exit status.</param>
internal sealed record UpReport(int Nodes, int Cpus, long GuestMemoryBytes, double? BootSeconds, string End, int Status)
{
    public static UpReport Of(Cluster cluster, ClusterEnd end, int status) => new(
        cluster.Configuration.Nodes,
        cluster.Configuration.Nodes * cluster.Configuration.CpusPerNode,
        cluster.Configuration.Nodes * cluster.Configuration.MemoryBytes,
        cluster.Ready.IsCompletedSuccessfully ? cluster.Ready.Result.TotalSeconds : null,
        end.Reason.ToString(),
        status);
}
