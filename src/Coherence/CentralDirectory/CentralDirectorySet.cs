namespace Pilevisor.Coherence;

/// <summary>The sets of nodes behind each <see cref="CentralDirectoryEntry"/>, in the order in which they lie there. Used at home only.</summary>
internal enum CentralDirectorySet : byte
{
    /// <summary>
    /// The other nodes that may have a copy to read. A superset, since copies are dropped silently. Not empty while the state is <see cref="CentralDirectoryState.Shared"/> and nothing is being served, empty in any other state.
    /// </summary>
    Sharers,

    /// <summary>The nodes whose acknowledgement is awaited.</summary>
    Missing,

    /// <summary>Who waits for a copy, home itself perhaps among them.</summary>
    WaitingReaders,

    /// <summary>Who waits to write and is not being served yet, home itself perhaps among them.</summary>
    WaitingWriters,
}
