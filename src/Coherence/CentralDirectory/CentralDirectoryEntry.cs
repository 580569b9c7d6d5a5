using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// All that a node knows of a page: 8 bytes and, right behind them, its sets (<see cref="CentralDirectorySet"/>), 8 bytes each for every 64 nodes of the cluster. Only <see cref="State"/> and <see cref="Flags"/> are used away from
/// home. Fields that mean nothing at present are zero, sets empty.
/// </summary>
[StructLayout(LayoutKind.Sequential, Size = 8)]
internal struct CentralDirectoryEntry
{
    /// <summary>
    /// At home: the node that was last allowed to write. It has the page while <see cref="State"/> is <see cref="CentralDirectoryState.Invalid"/>; the search for
    /// the next writer begins after it.
    /// </summary>
    public NodeId Owner;

    /// <summary>At home: the node that is about to be allowed to write, if <see cref="CentralDirectoryFlags.Writing"/>.</summary>
    public NodeId Writer;

    /// <summary>At home, while <see cref="Owner"/> has the page alone to read: who owned it before. If it does not write, it never owned it.</summary>
    public NodeId Before;

    /// <summary>What is here.</summary>
    public CentralDirectoryState State;

    /// <summary>What else there is to remember.</summary>
    public CentralDirectoryFlags Flags;

    /// <summary>At home: whether a request is being served, so that all others wait.</summary>
    public readonly bool IsBusy => (Flags & (CentralDirectoryFlags.Recalling | CentralDirectoryFlags.Writing)) != 0;

    /// <summary>Whether the page is here and nowhere else.</summary>
    public readonly bool IsAlone => State is CentralDirectoryState.Modified or CentralDirectoryState.Exclusive;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(CentralDirectoryFlags flags) => (Flags & flags) == flags;
}
