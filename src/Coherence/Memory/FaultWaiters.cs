using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>What each CPU of this node waits for. Changed under <see cref="LockRank.Coherence"/>; a waiting CPU looks at its own without the lock.</summary>
/// <param name="processor">The CPU that asks.</param>
/// <param name="interrupts">Kicks the CPUs that sleep.</param>
public sealed class FaultWaiters(IProcessor processor, IInterruptController interrupts)
{
    private const ulong Nothing = 0;
    private const ulong AnyFrame = 1;
    private const ulong SomePage = 1ul << 32;

    private readonly ulong[] _awaited = new ulong[CpuIndex.MaximumCpus];

    // What a CPU was woken for that has not come back yet.
    private readonly ulong[] _woken = new ulong[CpuIndex.MaximumCpus];

    // CPUs from here on have never waited.
    private int _cpus;

    /// <summary>Whether the calling CPU still waits.</summary>
    public bool IsWaiting => Volatile.Read(ref _awaited[processor.Current.Value]) != Nothing;

    /// <summary>The calling CPU waits for <paramref name="page"/>.</summary>
    public void WaitFor(PageNumber page) => Wait(SomePage | page.Value);

    /// <summary>The calling CPU waits for a free frame.</summary>
    public void WaitForFrame() => Wait(AnyFrame);

    /// <summary>Every CPU that waits for <paramref name="page"/> goes on.</summary>
    public void Wake(PageNumber page) => WakeAll(SomePage | page.Value);

    /// <summary>Every CPU that waits for a frame looks again.</summary>
    public void WakeForFrame() => WakeAll(AnyFrame);

    /// <summary>The calling CPU was woken and is back.</summary>
    public void ComeBack() => _woken[processor.Current.Value] = Nothing;

    /// <summary>Whether some CPU was woken for <paramref name="page"/> and has not come back yet.</summary>
    public bool IsComingBackFor(PageNumber page)
    {
        for (int cpu = 0; cpu < _cpus; cpu++)
        {
            if (_woken[cpu] == (SomePage | page.Value)) return true;
        }
        return false;
    }

    private void Wait(ulong awaited)
    {
        int self = processor.Current.Value;
        if (self >= _cpus) _cpus = self + 1;
        Volatile.Write(ref _awaited[self], awaited);
    }

    private void WakeAll(ulong awaited)
    {
        for (int cpu = 0; cpu < _cpus; cpu++)
        {
            if (_awaited[cpu] != awaited) continue;
            _woken[cpu] = awaited;
            Volatile.Write(ref _awaited[cpu], Nothing);
            // The CPU that runs this is not asleep. Another may be about to sleep: the kick stays pending and wakes it.
            if (cpu != processor.Current.Value) interrupts.Kick(new CpuIndex(cpu));
        }
    }
}
