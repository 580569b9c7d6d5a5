using System.Collections.Generic;

namespace Pilevisor.Cli.Scaling;

/// <summary>Where the time of a cluster's CPUs went while an application ran, from the hypervisors' counters and the recording.</summary>
/// <param name="Computing">Part of it in which they computed, or the host did not run them: 0 to 1.</param>
/// <param name="Idle">Part in which they had nothing to do: blocked threads are among the reasons.</param>
/// <param name="Locks">Part in which functions of the guest's kernel that take locks, or wait for one, waited for pages.</param>
/// <param name="Kernel">Part in which the rest of the kernel did.</param>
/// <param name="User">Part in which programs did.</param>
/// <param name="Misses">Accesses that another node had to grant.</param>
/// <param name="Messages">Messages between nodes.</param>
/// <param name="Bytes">Their bytes on the wire.</param>
/// <param name="LostRecords">Records of the recording that are missing: then the figures of waiting are too low.</param>
/// <param name="HotPages">The pages that were waited for longest.</param>
internal sealed record ScalingCost(
    double Computing, double Idle, double Locks, double Kernel, double User, ulong Misses, ulong Messages, ulong Bytes, ulong LostRecords, IReadOnlyList<ScalingHotPage> HotPages)
{
    /// <summary>Part in which they waited for pages.</summary>
    public double Waiting => Locks + Kernel + User;
}
