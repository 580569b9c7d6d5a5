using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>All that a node knows of a page: 24 bytes. Fields that mean nothing at present are zero.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct OwnerDirectoryEntry
{
    /// <summary>At the owner: the nodes that may have a copy to read. A superset, since copies are dropped silently.</summary>
    public NodeSet Copyset;

    /// <summary>At a node that is, or will be, the owner: who waits for a copy. They came before <see cref="PendingWriter"/>.</summary>
    public NodeSet PendingReaders;

    /// <summary>At home only: the last node in the chain of owners, to which the next request is forwarded.</summary>
    public NodeId Owner;

    /// <summary>At a node that is, or will be, the owner: who gets the page next, if <see cref="OwnerDirectoryFlags.WriterWaits"/>.</summary>
    public NodeId PendingWriter;

    /// <summary>The writer that awaits this node's acknowledgement, if <see cref="OwnerDirectoryFlags.InvalidationWaits"/>.</summary>
    public NodeId InvalidatedFor;

    /// <summary>What is here.</summary>
    public OwnerDirectoryState State;

    /// <summary>What else there is to remember.</summary>
    public OwnerDirectoryFlags Flags;

    /// <summary>Acknowledgements still to come. Negative while some came before the ownership that says how many there are.</summary>
    public short MissingAcknowledgements;

    /// <summary>Whether all of <paramref name="flags"/> are set.</summary>
    public readonly bool Has(OwnerDirectoryFlags flags) => (Flags & flags) == flags;
}
