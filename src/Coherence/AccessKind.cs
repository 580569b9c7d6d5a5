namespace Pilevisor.Coherence;

/// <summary>What the guest wants to do with a page.</summary>
public enum AccessKind : byte
{
    /// <summary>Read or execute it.</summary>
    Read,

    /// <summary>Write it, or read it exclusively (LDXR and the like).</summary>
    Write,
}
