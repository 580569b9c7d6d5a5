namespace Pilevisor.Interconnect;

/// <summary>Which of <see cref="Kernel.NodeCounters"/>' tables an entry of a report belongs to.</summary>
public enum CounterTable : byte
{
    /// <summary>The index is a <see cref="Kernel.Counter"/>.</summary>
    Counters = 0,

    /// <summary>Messages sent; the index is a <see cref="MessageKind"/>.</summary>
    Messages = 1,

    /// <summary>Bytes on the wire; the index is a <see cref="MessageKind"/>.</summary>
    MessageBytes = 2,

    /// <summary>Remote faults; the index is a bucket: <see cref="Kernel.NodeCounters.LatencyBucketStart"/>.</summary>
    FaultLatencies = 3,

    /// <summary>The pages that were waited for most often, the hottest at index 0; the value is a <see cref="HotPage.Packed"/>. In answers to the host, since it asked last.</summary>
    HotPages = 4,

    /// <summary>The virtual address of the instruction that waited last for the hot page of this index. In answers to the host only.</summary>
    HotInstructions = 5,
}
