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

    /// <summary>What is still under way between this node and <paramref name="node"/>, which leaves, or what that one, if it is this one, still owes to anybody; null if nothing is. Asked again and again, also without a lock.</summary>
    public virtual string? Awaited(NodeId node) => null;

    /// <summary>On the leader: what the guest uses of <paramref name="node"/>, so that it cannot go on without it, is added to <paramref name="what"/>, each part behind a comma.</summary>
    public virtual void AppendNeeds(NodeId node, scoped ref TextBuilder what)
    {
    }

    /// <summary>How many vCPUs of <paramref name="node"/> this node has turned on, and does not know to be off for good.</summary>
    public virtual byte VcpusTurnedOn(NodeId node) => 0;

    /// <summary><paramref name="node"/> has died: it can be neither sent to nor heard any more, and nobody may wait for it. On each other node.</summary>
    /// <param name="node">The node.</param>
    /// <param name="burial">The number of this death.</param>
    /// <param name="isNeeded">Whether the guest cannot go on without it: then the cluster is about to end, and nothing of what the guest sees may change.</param>
    public virtual void OnDeath(NodeId node, uint burial, bool isNeeded)
    {
    }

    /// <summary>All know of all deaths by now: what is lost is looked for once more, for the notice <paramref name="burial"/>. The same otherwise.</summary>
    public virtual void OnLookAgain(uint burial)
    {
    }

    /// <summary><paramref name="node"/> has left, or has died and is missed by nobody: its place is free. On each other node.</summary>
    public virtual void OnLeft(NodeId node)
    {
    }
}
