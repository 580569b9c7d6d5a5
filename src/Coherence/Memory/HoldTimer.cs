using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Ends holds that somebody waits for.</summary>
/// <param name="gate">Ends what is over when it is entered.</param>
/// <param name="holds">The holds.</param>
public sealed class HoldTimer(CoherenceGate gate, HeldPages holds) : TimerClient
{
    /// <summary>From now on holds end in time. Once.</summary>
    [Starts(BootPhase.Memory)]
    public void Initialize() => holds.Initialize(this);

    /// <inheritdoc/>
    public override Cycles OnDeadline(Cycles now)
    {
        gate.Enter();
        Cycles next = holds.NextAwaitedEnd();
        gate.Leave();
        return next;
    }
}
