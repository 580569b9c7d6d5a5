using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>How long this node's vCPUs have had nothing to do: they sleep at EL2, by WFI or CPU_SUSPEND, until an interrupt comes for them.</summary>
/// <param name="processor">Which CPU sleeps.</param>
/// <param name="waits">How.</param>
/// <param name="counter">The clock.</param>
public sealed class IdleTime(IProcessor processor, IWaits waits, ICounter counter)
{
    // A CPU's word is how long it was idle; while it is, with this bit, the time at which it would have begun had it never been idle before. So a reader always finds one or the other.
    private const ulong IsIdle = 1ul << 63;

    private readonly ulong[] _cpus = new ulong[CpuIndex.MaximumCpus];

    /// <summary>The time of all its vCPUs so far, in microseconds, that of those which are idle now included.</summary>
    public ulong Microseconds
    {
        get
        {
            Cycles sum = default;
            Cycles now = counter.Now;
            for (int cpu = 0; cpu < _cpus.Length; cpu++)
            {
                ulong word = Volatile.Read(ref _cpus[cpu]);
                // Another CPU may have fallen asleep since the clock was read.
                if ((word & IsIdle) == 0) sum += new Cycles(word);
                else if (now.Value > (word & ~IsIdle)) sum += now - new Cycles(word & ~IsIdle);
            }
            return counter.ToMicroseconds(sum);
        }
    }

    /// <summary>The calling CPU's vCPU has nothing to do: as <see cref="IWaits.Idle"/>.</summary>
    public void Idle()
    {
        ref ulong own = ref _cpus[processor.Current.Value];
        ulong began = counter.Now.Value - own;
        Volatile.Write(ref own, began | IsIdle);
        waits.Idle();
        Volatile.Write(ref own, counter.Now.Value - began);
    }
}
