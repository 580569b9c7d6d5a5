using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>What this node has of a page, apart from what the protocol knows: 8 bytes.</summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct PageRecord
{
    /// <summary>For a foreign page: its frame in the cache, counted from 1; 0 for none. For a piece that is its unit's, which has one while some piece has.</summary>
    public uint Frame;

    /// <summary>What else there is to remember.</summary>
    public PageRecordFlags Flags;

    /// <summary>What the protocol lets the local guest do.</summary>
    public PagePermission Permission;

    /// <summary>What became of earlier read copies.</summary>
    public AccessHistory History;

    /// <summary>Whether any of <paramref name="flags"/> is set.</summary>
    public readonly bool Has(PageRecordFlags flags) => (Flags & flags) != 0;

    /// <summary>Whether <paramref name="kind"/> is permitted.</summary>
    public readonly bool Permits(AccessKind kind) => Permission >= (kind == AccessKind.Write ? PagePermission.Write : PagePermission.Read);
}
