namespace Pilevisor.Interconnect;

/// <summary>Why a cluster ended.</summary>
public enum EndReason : byte
{
    /// <summary>The guest powered off (PSCI SYSTEM_OFF).</summary>
    PowerOff = 0,

    /// <summary>The guest asked for a reset (PSCI SYSTEM_RESET).</summary>
    Reset = 1,

    /// <summary>A node has died that the guest cannot do without.</summary>
    NodeLost = 2,
}
