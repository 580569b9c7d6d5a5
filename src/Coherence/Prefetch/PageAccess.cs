using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>A page and what is done with it, in 32 bits. The zero value is no access.</summary>
internal readonly struct PageAccess
{
    private const uint ExistsBit = 1u << 31;
    private const uint WriteBit = 1u << 30;

    /// <summary>An access; guest-physical addresses have 40 bits, so page numbers have 28.</summary>
    public PageAccess(PageNumber page, AccessKind kind) => Bits = page.Value | ExistsBit | (kind == AccessKind.Write ? WriteBit : 0);

    /// <summary>All of it.</summary>
    public uint Bits { get; }

    /// <summary>Whether it is one.</summary>
    public bool Exists => Bits != 0;

    /// <summary>Which page.</summary>
    public PageNumber Page => new(Bits & ~(ExistsBit | WriteBit));

    /// <summary>What is done with it.</summary>
    public AccessKind Kind => (Bits & WriteBit) != 0 ? AccessKind.Write : AccessKind.Read;

    /// <summary>Whether both are the same.</summary>
    public bool Is(PageAccess other) => Bits == other.Bits;
}
