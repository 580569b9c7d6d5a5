using Pilevisor.Interconnect;

namespace Pilevisor.Coherence;

/// <summary>What the memory aggregation says to other nodes beside the protocol's messages: the kinds on the wire.</summary>
public enum MemoryMessage : byte
{
    /// <summary>To a unit's home, right before asking for it: this node could write it until another took it to write it, and wants to write it again. Body: the unit's number, 4 bytes.</summary>
    WantedBack = MessageKind.FirstMemory,
}
