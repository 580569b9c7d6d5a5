namespace Pilevisor.Interconnect;

/// <summary>
/// What the leader has chosen for the guest and all nodes must do alike. A node that joins while the guest runs has it with the cluster's description: before its CPUs are set up, when it is sent no messages yet.
/// </summary>
public sealed class GuestChoice
{
    /// <summary>A number that those give a meaning who set and read it; 0 as long as nothing was chosen.</summary>
    public byte Value { get; set; }
}
