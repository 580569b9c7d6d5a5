using System.Numerics;
using Pilevisor.Kernel;

namespace Pilevisor.Interconnect;

/// <summary>Where a CPU waits that is about to start something while too many messages of its node are not acknowledged yet: see <see cref="FramePool"/>.</summary>
/// <param name="pool">Says whether there is room.</param>
/// <param name="transmitter">Has the lock.</param>
/// <param name="processor">The CPU that asks.</param>
/// <param name="controller">Wakes others.</param>
/// <param name="waits">Waits.</param>
public sealed class MessageRoom(FramePool pool, Transmitter transmitter, IProcessor processor, IInterruptController controller, IWaits waits)
{
    // CPUs that wait, bit i being CPU i. Under LockRank.Transmit.
    private uint _waiting;

    /// <summary>Whether there is room.</summary>
    public bool IsThere => pool.MayStart;

    /// <summary>Returns when there is room. No lock may be held.</summary>
    public void Await()
    {
        if (pool.MayStart) return;
        Wait wait = waits.Begin();
        while (MustWait()) waits.Serve(ref wait, "other nodes to acknowledge messages, so that there is room for more");
    }

    /// <summary>Messages were acknowledged: who waits looks again if there is room. Under <see cref="LockRank.Transmit"/>.</summary>
    internal void Wake()
    {
        if (_waiting == 0 || !pool.MayStart) return;
        for (uint waiting = _waiting; waiting != 0; waiting &= waiting - 1)
        {
            int cpu = BitOperations.TrailingZeroCount(waiting);
            // The CPU that runs this is not asleep. Another may be about to sleep: the kick stays pending and wakes it.
            if (cpu != processor.Current.Value) controller.Kick(new CpuIndex(cpu));
        }
        _waiting = 0;
    }

    private bool MustWait()
    {
        transmitter.Acquire();
        bool mustWait = !pool.MayStart;
        if (mustWait) _waiting |= 1u << processor.Current.Value;
        transmitter.Release();
        return mustWait;
    }
}
