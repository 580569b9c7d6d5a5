using System.Runtime.CompilerServices;
using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>
/// A ticket lock with a place in the <see cref="LockRank"/> order: CPUs get it in the order they asked. Locks are given back in the reverse order of taking.
/// <code>
/// _lock.Acquire();
/// …
/// _lock.Release();
/// </code>
/// </summary>
/// <param name="rank">Its place in the order.</param>
/// <param name="order">What every CPU holds.</param>
public sealed class SpinLock(LockRank rank, ILockOrder order)
{
    // Far longer than any critical section: whoever waits so long waits for a CPU that will not come back.
    private const ulong SpinBound = 4_000_000_000;

    private int _nextTicket;
    private int _nowServing;
    private HeldRank _outer;

    /// <summary>Takes the lock, waiting for the CPUs that asked before.</summary>
    /// <exception cref="PanicException">Out of order where that is checked, or if the holder never gives it back.</exception>
    public void Acquire()
    {
        HeldRank outer = order.Enter(rank);
        int ticket = Interlocked.Increment(ref _nextTicket) - 1;
        if (Volatile.Read(ref _nowServing) != ticket) AwaitTurn(ticket);
        _outer = outer;
    }

    /// <summary>Gives the lock back.</summary>
    public void Release()
    {
        HeldRank outer = _outer;
        Volatile.Write(ref _nowServing, _nowServing + 1);
        order.Leave(outer);
    }

    /// <summary>The calling CPU must hold it, or one of a higher rank.</summary>
    /// <exception cref="PanicException">If it does not, where the order is checked.</exception>
    public void AssertHeld() => order.AssertHeld(rank);

    // Apart from Acquire, which seldom has to wait, for the same reason as CheckedLockOrder.Refuse.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitTurn(int ticket)
    {
        ulong spins = 0;
        while (Volatile.Read(ref _nowServing) != ticket)
        {
            order.Processor.Relax();
            if (++spins == SpinBound) Panic.Fail($"lock of rank {(uint)rank} was not given back");
        }
    }
}
