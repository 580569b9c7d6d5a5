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
}
