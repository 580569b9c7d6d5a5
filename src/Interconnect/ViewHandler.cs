using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Is told of each change of the cluster's views. An abstract class, not an interface: several may live at once.</summary>
public abstract class ViewHandler
{
    /// <summary>
    /// <paramref name="node"/> is there from now on and hears what is sent to it; it runs none of the guest's code yet. On every node that was there before. Runs as a message handler does, with <see cref="LockRank.Views"/> held; must not wait.
    /// </summary>
    public virtual void OnJoin(NodeId node)
    {
    }

    /// <summary>The view in which <paramref name="node"/> is there counts: it may be given work. On the leader, where all nodes are known to agree. The same otherwise.</summary>
    public virtual void OnInstalled(NodeId node)
    {
    }
}
