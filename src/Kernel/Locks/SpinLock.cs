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
public sealed class SpinLock(LockRank rank, LockOrder order)
{
    // Far longer than any critical section: whoever waits so long waits for a CPU that will not come back.
    private const ulong SpinBound = 4_000_000_000;

    private int _nextTicket;
    private int _nowServing;
    private LockRank _outer;
    private CpuIndex _holder;

    /// <summary>Takes the lock, waiting for the CPUs that asked before.</summary>
    /// <exception cref="PanicException">Out of order, or if the holder never gives it back.</exception>
    public void Acquire()
    {
        CpuIndex self = order.Processor.Current;
        LockRank outer = order.Enter(self, rank);
        int ticket = Interlocked.Increment(ref _nextTicket) - 1;
        if (Volatile.Read(ref _nowServing) != ticket) AwaitTurn(ticket);
        _outer = outer;
        _holder = self;
    }

    /// <summary>Gives the lock back.</summary>
    public void Release()
    {
        LockRank outer = _outer;
        CpuIndex self = _holder;
        Volatile.Write(ref _nowServing, _nowServing + 1);
        order.Leave(self, outer);
    }

    /// <summary>Whether the calling CPU holds a lock of this rank or a higher: for assertions.</summary>
    public bool IsHeld => order.Held >= rank;

    // Apart from Acquire, which seldom has to wait, for the same reason as LockOrder.Refuse.
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
