namespace Pilevisor.Drivers;

/// <summary>A PHY's registers: those of IEEE 802.3, clause 22.2.4, and from 0x18 on Broadcom's.</summary>
internal enum PhyRegister : uint
{
    /// <summary>Control (BMCR).</summary>
    Control = 0x00,

    /// <summary>Status (BMSR).</summary>
    Status = 0x01,

    /// <summary>PHY identifier, its upper half.</summary>
    IdentifierHigh = 0x02,

    /// <summary>PHY identifier, its lower half.</summary>
    IdentifierLow = 0x03,

    /// <summary>Auto-negotiation advertisement (ANAR).</summary>
    Advertisement = 0x04,

    /// <summary>What the other end offers (ANLPAR).</summary>
    Partner = 0x05,

    /// <summary>1000BASE-T control.</summary>
    GigabitControl = 0x09,

    /// <summary>1000BASE-T status: what the other end offers.</summary>
    GigabitStatus = 0x0a,

    /// <summary>MMD access control: the way to the registers of clause 45.</summary>
    MmdControl = 0x0d,

    /// <summary>MMD access address and data.</summary>
    MmdData = 0x0e,

    /// <summary>Broadcom: auxiliary control, a window to shadow registers.</summary>
    AuxiliaryControl = 0x18,

    /// <summary>Broadcom: auxiliary status summary.</summary>
    AuxiliaryStatus = 0x19,

    /// <summary>Broadcom: another window to shadow registers.</summary>
    Shadow = 0x1c,
}
