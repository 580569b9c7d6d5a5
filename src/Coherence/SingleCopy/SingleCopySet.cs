namespace Pilevisor.Coherence;

/// <summary>The sets of nodes behind each <see cref="SingleCopyEntry"/>, in the order in which they lie there.</summary>
internal enum SingleCopySet : byte
{
    /// <summary>At home: who waits for the page, home itself perhaps among them.</summary>
    Waiting,
}
