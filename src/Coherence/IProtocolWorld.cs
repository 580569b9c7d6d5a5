using System.Diagnostics.CodeAnalysis;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>All that a protocol can do to the world: the node's memory in the image, the simulator in the Lab.</summary>
public interface IProtocolWorld
{
    /// <summary>This node.</summary>
    NodeId Self { get; }

    /// <summary>How many nodes the cluster has: 1 to <see cref="NodeId.MostNodes"/>. Known when entries are asked for, and the same from then on.</summary>
    int Nodes { get; }

    /// <summary>The node in whose window <paramref name="page"/> lies.</summary>
    NodeId HomeOf(PageNumber page);

    /// <summary>Whether <paramref name="page"/>, any number, lies in the window of <paramref name="node"/>.</summary>
    bool IsAtHome(PageNumber page, NodeId node);

    /// <summary>
    /// Whether <paramref name="node"/> has nothing of any page, whatever others were told: it leaves, it has died, or nobody has taken its place. From then on no set of nodes takes it in: one that comes in a message may be older.
    /// </summary>
    bool IsGone(NodeId node);

    /// <summary>
    /// This node is about to ask the home of <paramref name="page"/>, another node, for the page to write it. Says which pages are to come along if home has them alone and they are all zero: pages of the same home, of which
    /// nothing is here or asked for. A frame is kept for each until <see cref="InstallZero"/> or <see cref="Release"/>, one of which must follow.
    /// </summary>
    PagesAlong AskAlong(PageNumber page);

    /// <summary>At the home of <paramref name="page"/>, which has it alone: takes it from the local guest if it holds nothing but zeros. The permission is then None.</summary>
    /// <returns>False if it holds something: all is as it was.</returns>
    bool TryTakeZero(PageNumber page);

    /// <summary>
    /// Makes this node's frame of <paramref name="page"/>, kept by <see cref="AskAlong"/>, one of zeros; it need not be one before the guest touches it. Before the permission is raised.
    /// </summary>
    void InstallZero(PageNumber page);

    /// <summary>Sends a message without content to another node.</summary>
    void Send(NodeId to, in CoherenceMessage message);

    /// <summary>
    /// Sends a message with the page's present content to another node. The caller lowered the permission before, if the page may still be written here.
    /// </summary>
    void SendPage(NodeId to, in CoherenceMessage message);

    /// <summary>Sets what the local guest may do. When it returns after lowering, no local CPU can still use the old permission.</summary>
    void SetPermission(PageNumber page, PagePermission permission);

    /// <summary>
    /// Puts the content that came with a message into this node's frame of the page it is about. Before the permission is raised, and once: what was installed is used up.
    /// </summary>
    void Install(PageNumber page, in ReceivedContent content);

    /// <summary>The frame of a foreign page holds nothing of value any more and may be used for another.</summary>
    void Release(PageNumber page);

    /// <summary>The access under way was granted: local CPUs that wait for the page try again.</summary>
    void Complete(PageNumber page);

    /// <summary>Whether this node's frame of the page holds nothing but zeros at the moment: a hint, since the guest may be writing it.</summary>
    bool IsZero(PageNumber page);

    /// <summary>
    /// Begins to hold a page just won (Mirage's delta), or begins anew if it is held: <see cref="ICoherenceProtocol.EndHold"/> is called once the hold is
    /// over, before the next message is received at the latest; or, if a device is to work on the page (<see cref="ICoherenceProtocol.TryHold"/>), when that is done. Until then the protocol lets nobody take the page.
    /// </summary>
    /// <returns>False if there are no holds here: go on as if it had ended already.</returns>
    bool Hold(PageNumber page);

    /// <summary>
    /// Something waits for the end of the hold of <paramref name="page"/>: <see cref="ICoherenceProtocol.EndHold"/> must be called when it is over, message
    /// or none.
    /// </summary>
    void AwaitHoldEnd(PageNumber page);

    /// <summary>What cannot happen has happened. If a message is being received, its sender has gone wrong and is named, with what it sent.</summary>
    /// <exception cref="PanicException">Always.</exception>
    [DoesNotReturn]
    void Fail(scoped ref TextBuilder what);
}
