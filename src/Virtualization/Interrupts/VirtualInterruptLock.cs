using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The one lock over the virtual interrupt controller's state on this node: what its vCPUs have pending and, on the leader, the distributor.</summary>
/// <param name="order">What every CPU holds.</param>
public sealed class VirtualInterruptLock(ILockOrder order)
{
    private readonly SpinLock _lock = new(LockRank.VirtualInterrupts, order);

    /// <summary>Takes it.</summary>
    public void Acquire() => _lock.Acquire();

    /// <summary>Gives it back.</summary>
    public void Release() => _lock.Release();

    /// <summary>The caller must hold it.</summary>
    /// <exception cref="PanicException">If it does not, where the order of locks is checked.</exception>
    public void AssertHeld() => _lock.AssertHeld();
}
