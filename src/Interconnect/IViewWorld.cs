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

    /// <summary>The view counts. On the leader.</summary>
    void Install(in ViewChange change);
}
