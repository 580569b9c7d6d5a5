namespace Pilevisor.Cli.Scaling;

/// <summary>How long an application took on one machine, or one cluster.</summary>
/// <param name="Application">Its name.</param>
/// <param name="Source"><see cref="Plain"/>, <see cref="Cluster"/> or <see cref="Simulated"/>.</param>
/// <param name="Nodes">Machines.</param>
/// <param name="Cpus">CPUs of all of them.</param>
/// <param name="Seconds">How long it took: the guest's time, or the Lab's.</param>
/// <param name="Cost">Where a cluster's time went; null elsewhere.</param>
internal sealed record ScalingFigure(string Application, string Source, int Nodes, int Cpus, double Seconds, ScalingCost? Cost = null)
{
    /// <summary>QEMU without a hypervisor: one machine with all the CPUs.</summary>
    public const string Plain = "plain QEMU";

    /// <summary>Nodes under QEMU.</summary>
    public const string Cluster = "cluster";

    /// <summary>What was recorded on that cluster, replayed in the Lab.</summary>
    public const string Simulated = "simulated";

    /// <summary>How many times as fast as <paramref name="one"/>.</summary>
    public double SpeedupOver(ScalingFigure one) => one.Seconds / Seconds;
}
