namespace Pilevisor.Coherence;

/// <summary>The sets of nodes behind each <see cref="DynamicOwnerEntry"/>, in the order in which they lie there.</summary>
internal enum DynamicOwnerSet : byte
{
    /// <summary>The owner's: the other nodes that may have a copy. A superset, since copies are dropped silently.</summary>
    Copyset,
}
