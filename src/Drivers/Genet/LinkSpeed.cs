namespace Pilevisor.Drivers;

/// <summary>What a PHY has agreed on with the other side, always full duplex. The numbers of the three speeds are the GENET's (UMAC_CMD).</summary>
internal enum LinkSpeed
{
    /// <summary>10 Mbit/s.</summary>
    Megabits10 = 0,

    /// <summary>100 Mbit/s.</summary>
    Megabits100 = 1,

    /// <summary>1000 Mbit/s.</summary>
    Megabits1000 = 2,

    /// <summary>There is no link.</summary>
    Down,

    /// <summary>There is one, but the other side does not negotiate or offers half duplex only.</summary>
    Unusable,
}
