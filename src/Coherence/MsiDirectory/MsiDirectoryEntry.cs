using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// All that a node knows of a page: 40 bytes, of which only <see cref="State"/> and <see cref="Flags"/> are used away from home. Fields that mean nothing at
/// present are zero.
/// </summary>
[StructLayout(LayoutKind.Sequential)]
internal struct MsiDirectoryEntry
{
    /// <summary>
    /// At home: the other nodes that may have a copy to read. A superset, since copies are dropped silently. Not empty while <see cref="State"/> is
    /// <see cref="MsiDirectoryState.Shared"/> and nothing is being served, empty in any other state.
    /// </summary>
    public NodeSet Sharers;

    /// <summary>At home: the nodes whose acknowledgement is awaited.</summary>
    public NodeSet Missing;

    /// <summary>At home: who waits for a copy, home itself perhaps among them.</summary>
    public NodeSet WaitingReaders;

    /// <summary>At home: who waits to write and is not being served yet, home itself perhaps among them.</summary>
    public NodeSet WaitingWriters;

    /// <summary>
    /// At home: the node that was last allowed to write. It has the page while <see cref="State"/> is <see cref="MsiDirectoryState.Invalid"/>; the search for
    /// the next writer begins after it.
    /// </summary>
    public NodeId Owner;

    /// <summary>At home: the node that is about to be allowed to write, if <see cref="MsiDirectoryFlags.Writing"/>.</summary>
    public NodeId Writer;

    /// <summary>What is here.</summary>
    public MsiDirectoryState State;

    /// <summary>What else there is to remember.</summary>
    public MsiDirectoryFlags Flags;

    /// <summary>At home: whether a request is being served, so that all others wait.</summary>
    public readonly bool IsBusy => (Flags & (MsiDirectoryFlags.Recalling | MsiDirectoryFlags.Writing)) != 0;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(MsiDirectoryFlags flags) => (Flags & flags) == flags;
}
