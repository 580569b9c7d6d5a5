namespace Pilevisor.Interconnect;

/// <summary>
/// What a message is: below 128. Each layer has a range of its own and names its kinds in an enum of its own, cast to this: 0x01-0x0f bring-up and delivery,
/// 0x10-0x1f to the host (log, progress, counters, panic), 0x20-0x3f the coherence protocol, 0x40-0x5f the virtual machine,
/// 0x60-0x6f the memory aggregation around the protocol, 0x70-0x7f the cluster's views.
/// </summary>
public enum MessageKind : byte
{
    /// <summary>No message.</summary>
    None = 0,

    /// <summary>The first kind of the coherence protocol's range.</summary>
    FirstCoherence = 0x20,

    /// <summary>The first kind of the virtual machine's range.</summary>
    FirstVirtualization = 0x40,

    /// <summary>The first kind of the memory aggregation's range.</summary>
    FirstMemory = 0x60,
}
