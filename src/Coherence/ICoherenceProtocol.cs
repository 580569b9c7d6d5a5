using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// A coherence protocol: an event-driven state machine a page. It never blocks, never allocates, reads no clock, and keeps all its state in the entries it is
/// given, so that a copy of the entries (and of the messages under way) is a snapshot of the cluster. Every call runs under <see cref="LockRank.Coherence"/>.
/// Messages between two nodes arrive in the order they were sent, each once.
/// </summary>
public interface ICoherenceProtocol
{
    /// <summary>Bytes of protocol state for a page: a multiple of 8. May depend on <see cref="IProtocolWorld.Nodes"/>, so that it is asked for once the cluster is known.</summary>
    int EntryBytes { get; }

    /// <summary>
    /// Takes the zeroed memory of all entries, <see cref="EntryBytes"/> each, for <paramref name="pages"/> pages from <paramref name="first"/>. An entry of zeros means that nothing of the page is here.
    /// </summary>
    unsafe void Initialize(byte* entries, PageNumber first, uint pages);

    /// <summary>This node is the home of <paramref name="page"/>, which begins exclusive to it. Once for each page of its window, right after <see cref="Initialize"/>.</summary>
    void BeginAtHome(PageNumber page);

    /// <summary>
    /// This node wants <paramref name="kind"/> access. True: it has it, perhaps only since the protocol raised its permission just now. False: the protocol is fetching it, or has begun to, and calls
    /// <see cref="IProtocolWorld.Complete"/>; asking again meanwhile is harmless.
    /// </summary>
    bool Access(PageNumber page, AccessKind kind);

    /// <summary>
    /// Whether <paramref name="from"/> can send <paramref name="message"/> to this node at all, whatever the state of the page: the kind is known, it comes from where and on behalf of whom such a message comes, its numbers are
    /// in range, and content comes with it exactly if its kind has any. The page lies in the guest's RAM, and the requester is a node of the cluster. Asked before <see cref="Receive"/>, outside the lock: a peer may have gone
    /// wrong, and then nothing of its message is used. Changes nothing.
    /// </summary>
    bool IsPossible(NodeId from, in CoherenceMessage message, bool hasContent);

    /// <summary>
    /// A message of the protocol's own has arrived, which <see cref="IsPossible"/>, with <paramref name="content"/>, which is for <see cref="IProtocolWorld.Install"/> or for nothing. A message that does not fit the page's state is
    /// <see cref="IProtocolWorld.Fail"/>.
    /// </summary>
    void Receive(NodeId from, in CoherenceMessage message, in ReceivedContent content);

    /// <summary>
    /// This node wants the frame of a foreign page back. The protocol gives the page up, at once or after messages, and calls
    /// <see cref="IProtocolWorld.Release"/>. False: not now, a transaction is under way.
    /// </summary>
    bool Evict(PageNumber page);

    /// <summary>
    /// A device of this node's machine is about to work on <paramref name="page"/>: from now on it is held, as after <see cref="IProtocolWorld.Hold"/> said true, or goes on being held, and <see cref="EndHold"/> comes when the device is
    /// done. So it may begin only where this node may write the page and owes nobody an answer but those that wait for a hold anyhow. Asked only of a page that is here; changes nothing if it says false.
    /// </summary>
    /// <returns>
    /// False if this node may not write the page, or is giving it up for its frame: that ends with <see cref="IProtocolWorld.Release"/>, and then the page has to be asked for anew.
    /// </returns>
    bool TryHold(PageNumber page);

    /// <summary>The hold that <see cref="IProtocolWorld.Hold"/> or <see cref="TryHold"/> began is over: what waited for the page may go on.</summary>
    void EndHold(PageNumber page);

    /// <summary>Whether nothing is awaited, queued, held back or marked for <paramref name="page"/> here: so it must be everywhere when nothing is under way.</summary>
    bool IsIdle(PageNumber page);

    /// <summary>
    /// <paramref name="node"/> has nothing of any page, asks for none (but for those of its own window, for which it may still be asked), and answers until all nodes have forgotten it: <see cref="IProtocolWorld.IsGone"/>. Strikes it off
    /// what is known of <paramref name="page"/>, which is none of its window, here.
    /// </summary>
    /// <returns>False if that takes an access: it is forgotten once this node has had the page to write it, and this is then called again.</returns>
    bool Forget(PageNumber page, NodeId node);

    /// <summary>
    /// <paramref name="node"/> has died, with whatever it had of <paramref name="page"/>, which is none of its window, and with whatever it was asked for: <see cref="IProtocolWorld.IsGone"/>. No message of it comes any more, nor one on
    /// its behalf; what is sent to it is dropped. Strikes it off what is known of the page here and of who waits for it. At any moment, and again and again until the page is idle here.
    /// </summary>
    /// <returns>
    /// False if as far as this node knows the node had the page alone, or was about to, or is on the only way to it: then its content may be lost. A transaction that waits for the node and cannot be ended may be left as it is: the page
    /// does not become idle then, and counts as lost, too.
    /// </returns>
    bool Bury(PageNumber page, NodeId node);
}
