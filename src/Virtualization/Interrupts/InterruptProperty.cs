namespace Pilevisor.Virtualization;

/// <summary>What a bit of the GIC's register arrays says of an interrupt.</summary>
public enum InterruptProperty : byte
{
    /// <summary>IGROUPR: it is in Group 1.</summary>
    Group1,

    /// <summary>ISENABLER, ICENABLER: it is forwarded to CPUs.</summary>
    Enabled,

    /// <summary>ISPENDR, ICPENDR: it is pending, active or not.</summary>
    Pending,

    /// <summary>ISACTIVER, ICACTIVER: a CPU has acknowledged it and not deactivated it.</summary>
    Active,

    /// <summary>ICFGR: it is edge-triggered.</summary>
    Edge,
}
