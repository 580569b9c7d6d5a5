namespace Pilevisor.Coherence;

/// <summary>What this node has of a page, or what it is waiting for. A home waits in its queue and so is never in one that ends with Pending.</summary>
internal enum CentralDirectoryState : byte
{
    /// <summary>Nothing. At home: another node has it alone. Zero, so that zeroed memory means it.</summary>
    Invalid,

    /// <summary>A copy to read, the same as home's. At home: others may have copies, too.</summary>
    Shared,

    /// <summary>The only copy, to read and to write.</summary>
    Modified,

    /// <summary>Not at home: asked for a copy; its content is awaited.</summary>
    ReadPending,

    /// <summary>Not at home: asked to write; home's answer is awaited.</summary>
    WritePending,

    /// <summary>The only copy, the same as home's, to read; the guest may write it when it likes. At home: taken from others to read it, and not written yet.</summary>
    Exclusive,
}
