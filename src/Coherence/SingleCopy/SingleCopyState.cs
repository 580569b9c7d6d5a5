namespace Pilevisor.Coherence;

/// <summary>Whether the page is here. A home that wants its page waits in its queue, and so is never the last.</summary>
internal enum SingleCopyState : byte
{
    /// <summary>It is not. Zero, so that zeroed memory means it.</summary>
    Absent,

    /// <summary>It is, to read and to write.</summary>
    Here,

    /// <summary>Not at home: it was asked for.</summary>
    Pending,
}
