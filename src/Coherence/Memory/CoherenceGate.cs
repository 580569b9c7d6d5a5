using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>
/// The lock around page entries and frames. Whoever enters first ends the holds that are over, so that what it does next finds no page held too long.
/// </summary>
/// <param name="protocol">Is told of holds that end.</param>
/// <param name="holds">The holds.</param>
/// <param name="pins">Pages that stay held until a device is done.</param>
/// <param name="waiters">CPUs that wait for a frame look again when a hold ends.</param>
/// <param name="order">The lock order.</param>
public sealed class CoherenceGate(ICoherenceProtocol protocol, HeldPages holds, PinnedPages pins, FaultWaiters waiters, ILockOrder order)
{
    private readonly SpinLock _lock = new(LockRank.Coherence, order);

    /// <summary>Takes the lock.</summary>
    public void Enter()
    {
        _lock.Acquire();
        while (holds.MayBeOver && holds.TryTakeOver(out PageNumber page))
        {
            // A device that works on it holds it on.
            if (!pins.IsPinned(page)) protocol.EndHold(page);
            waiters.WakeForFrame();
        }
    }

    /// <summary>Gives the lock back.</summary>
    public void Leave() => _lock.Release();
}
