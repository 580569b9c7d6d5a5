namespace Pilevisor.Kernel;

/// <summary>The guest's one time: the value of CNTVCT_EL0 that guest code would read now on this node.</summary>
public interface IGuestTime
{
    /// <summary>Guest time now.</summary>
    Cycles Now { get; }

    /// <summary>What the machine's counter will read at guest time <paramref name="time"/> if that is not stepped until then; the counter now if it is past.</summary>
    Cycles CounterAt(Cycles time);

    /// <summary>Steps forward so that no CPU of this node, once this returns, reads less than <paramref name="time"/>. Does nothing if it is past already.</summary>
    void AdvanceTo(Cycles time);

    /// <summary>Guest time is <paramref name="time"/> from now on, though this machine's counter may be ahead of it: the node joins a guest that runs. Only before a CPU of this node was in the guest, and before a peer took this node's time.</summary>
    void BeginAt(Cycles time);
}
