using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// What a protocol says of this node's share in a page to those who check it: the Lab and the tests. Every protocol that ships implements it beside <see cref="ICoherenceProtocol"/>; nothing in an image calls it.
/// </summary>
public interface IProtocolInspection
{
    /// <summary>
    /// Whether the protocol would do the same if the nodes had other numbers: the checker then counts states that differ in the names of nodes only once. Not so, for instance, where those who wait are served by number.
    /// </summary>
    bool TreatsNodesAlike { get; }

    /// <summary>Whether this node answers for the content of <paramref name="page"/>. When nothing is under way, exactly one does, and has what was last written.</summary>
    bool Answers(PageNumber page);

    /// <summary>
    /// Whether <paramref name="node"/> may have the page as far as this node knows. When nothing is under way, for every node that can access it somebody must know: a superset, since copies may be dropped silently.
    /// </summary>
    bool Knows(PageNumber page, NodeId node);
}
