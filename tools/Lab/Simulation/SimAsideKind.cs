namespace Pilevisor.Lab.Simulation;

/// <summary>What a node does to a page without a CPU's waiting for it.</summary>
public enum SimAsideKind : byte
{
    /// <summary>Asks for it ahead of the guest, to read it.</summary>
    ReadAhead,

    /// <summary>Asks for it ahead of the guest, to write it.</summary>
    WriteAhead,

    /// <summary>Makes it leave for its frame.</summary>
    Evict,
}
