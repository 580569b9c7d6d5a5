using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>All that a change of view does to the world: the node in the image, a model in the Lab.</summary>
public interface IViewWorld
{
    /// <summary>Sends a message of the views to another node. Those from one node to another arrive in the order they were sent, each once.</summary>
    void Send(NodeId to, ViewMessage kind, in ViewChange change);

    /// <summary>The newcomer is about to be there: it can be sent to and heard.</summary>
    void Connect(in ViewChange change);

    /// <summary><paramref name="node"/> is there.</summary>
    void Admit(NodeId node);

    /// <summary><paramref name="node"/>, this one perhaps, is about to leave: nobody gives it anything new from now on.</summary>
    void Release(NodeId node);

    /// <summary>A step of the leaving of <paramref name="node"/> begins here: <see cref="IViewAgreement.End"/> is called when it is done.</summary>
    void Begin(DepartureStep step, NodeId node);

    /// <summary>The view counts. On the leader; when a node leaves, on each node but that one.</summary>
    void Install(in ViewChange change);

    /// <summary>This node has said its last word: nobody needs it any more.</summary>
    void Leave();

    /// <summary>Sends the leader's word that a node has died, or the answer to it. Arrives in order with what <see cref="Send"/> sends.</summary>
    void Tell(NodeId to, ViewMessage kind, in DeathNotice notice);

    /// <summary>
    /// A node has died: it can be neither sent to nor heard, and nobody waits for it. What was begun for its leaving ends. <see cref="IViewAgreement.EndBurial"/> is called when this node does without it, and knows what it cannot do
    /// without; a notice that comes before that is about all that have died.
    /// </summary>
    void Bury(in DeathNotice notice);

    /// <summary>All that live know of all the dead by now: this node looks once more what is lost with them. <see cref="IViewAgreement.EndBurial"/> is called again then.</summary>
    void LookAgain(uint burial);

    /// <summary>On the leader: the guest cannot go on without the dead, of whom so many pages are known to be lost, and vCPUs. The cluster is about to end.</summary>
    void End(uint lostPages, uint lostVcpus);
}
