using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;

namespace Pilevisor.Cli.Commands;

/// <summary>A variant that stands beside simulated runs: it has their protocol, geometry and transport.</summary>
/// <param name="Variant">Its name.</param>
/// <param name="Protocol">Its protocol.</param>
/// <param name="Cluster">What is simulated with its geometry and transport.</param>
/// <param name="Seal">What seals its frames, which no simulation knows of; null if nothing does.</param>
internal sealed record BootedVariant(string Variant, ProtocolInfo Protocol, SimOptions Cluster, string? Seal)
{
    /// <summary>What runs are told apart by: as <see cref="SimOptions.Design"/> says, without the prefetch policy, of which the image has its own.</summary>
    public string Design => (Cluster with { Prefetch = null }).Design(Protocol.Name) + (Seal is null ? "" : $" + {Seal}");
}
