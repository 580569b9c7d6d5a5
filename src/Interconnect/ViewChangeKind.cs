namespace Pilevisor.Interconnect;

/// <summary>What the next view of the cluster has or has not.</summary>
public enum ViewChangeKind : byte
{
    /// <summary>A node more.</summary>
    Join = 0,

    /// <summary>A node less: it has agreed to leave.</summary>
    Leave = 1,

    /// <summary>A node less: it has died, all know so and have done without it.</summary>
    Death = 2,
}
