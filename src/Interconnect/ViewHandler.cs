using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Is told of each change of the cluster's views. An abstract class, not an interface: several may live at once. Runs as a message handler does, with <see cref="LockRank.Views"/> held; must not wait.</summary>
public abstract class ViewHandler
{
    /// <summary><paramref name="node"/> is there from now on and hears what is sent to it; it runs none of the guest's code yet. On every node that was there before.</summary>
    public virtual void OnJoin(NodeId node)
    {
    }

    /// <summary>The view in which <paramref name="node"/> is there counts: it may be given work. On the leader, where all nodes are known to agree. The same otherwise.</summary>
    public virtual void OnInstalled(NodeId node)
    {
    }

    /// <summary><paramref name="node"/> is about to leave; it runs none of the guest's code any more. From now on nobody gives it anything new. On every node, that one included.</summary>
    public virtual void OnLeaving(NodeId node)
    {
    }

    /// <summary>A step of that begins here. Who has something to do that takes time calls <see cref="IDepartureSteps.TryEnd"/> when it is done.</summary>
    public virtual void OnStep(DepartureStep step, NodeId node)
    {
    }

    /// <summary>Whether nothing is under way any more between this node and <paramref name="node"/>, which leaves; on that one, whether it owes nobody anything. Asked again and again, also without a lock.</summary>
    public virtual bool HasDone(NodeId node) => true;

    /// <summary><paramref name="node"/> has left: its place is free. On each other node.</summary>
    public virtual void OnLeft(NodeId node)
    {
    }
}
