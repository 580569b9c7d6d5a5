namespace Pilevisor.Coherence;

/// <summary>What this node has of a page, or what it is waiting for. A home waits in its queue and so is always in one of the first three.</summary>
internal enum MsiDirectoryState : byte
{
    /// <summary>Nothing. At home: another node has it modified. Zero, so that zeroed memory means it.</summary>
    Invalid,

    /// <summary>A copy to read, the same as home's. At home: others may have copies, too.</summary>
    Shared,

    /// <summary>The only copy, to read and to write.</summary>
    Modified,

    /// <summary>Not at home: asked for a copy; its content is awaited.</summary>
    ReadPending,

    /// <summary>Not at home: asked to write; home's answer is awaited.</summary>
    WritePending,
}
