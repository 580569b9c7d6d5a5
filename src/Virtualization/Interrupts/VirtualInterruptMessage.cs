namespace Pilevisor.Virtualization;

/// <summary>
/// Messages between the parts of the virtual interrupt controller: 0x40-0x47 of the wire's message kinds. Each but
/// <see cref="Settle"/> is sent only while <see cref="InterruptPeers"/> has room.
/// </summary>
internal enum VirtualInterruptMessage : byte
{
    /// <summary>SGIs for vCPUs of the receiving node: an <see cref="SgiTargets"/>, or of a guest with GICv2 an <see cref="SgiMessage"/>.</summary>
    GenerateSgi = 0x40,

    /// <summary>The distributor gives a vCPU an SPI: an <see cref="SpiMessage"/>.</summary>
    DeliverSpi = 0x41,

    /// <summary>The distributor wants an SPI back: an <see cref="SpiMessage"/>; answered by <see cref="ReportSpi"/>.</summary>
    RecallSpi = 0x42,

    /// <summary>A vCPU has done with an SPI, answers a recall, or deactivates another vCPU's: an <see cref="SpiMessage"/>, to the leader.</summary>
    ReportSpi = 0x43,

    /// <summary>GICD_CTLR.EnableGrp0 or EnableGrp1 has changed: one byte, the two bits.</summary>
    EnableGroups = 0x44,

    /// <summary>The leader wants to know the state of all interrupts of the receiving node, or is told that it knows: a <see cref="SettlementMessage"/>.</summary>
    Look = 0x46,

    /// <summary>A CPU asks, or is told, whether registers of the receiving node are true: a <see cref="SettlementMessage"/>. It has room of its own: a CPU has one under way at most.</summary>
    Settle = 0x47,
}
