namespace Pilevisor.Kernel;

/// <summary>The calling CPU's EL2 physical timer (CNTHP_CVAL_EL2, CNTHP_CTL_EL2).</summary>
public interface IDeadlineTimer
{
    /// <summary>The interrupt it raises: PPI 10, INTID 26, on most machines.</summary>
    InterruptId Interrupt { get; }

    /// <summary>Raises the interrupt once the counter reaches <paramref name="deadline"/>; <see cref="Cycles.Never"/> turns it off.</summary>
    void Set(Cycles deadline);
}
