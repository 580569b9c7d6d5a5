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

    /// <summary>Whether the calling CPU still waits.</summary>
    public bool IsWaiting => Volatile.Read(ref _awaited[processor.Current.Value]) != Nothing;

    /// <summary>The calling CPU waits for <paramref name="page"/>.</summary>
    public void WaitFor(PageNumber page) => Volatile.Write(ref _awaited[processor.Current.Value], SomePage | page.Value);

    /// <summary>The calling CPU waits for a free frame.</summary>
    public void WaitForFrame() => Volatile.Write(ref _awaited[processor.Current.Value], AnyFrame);

    /// <summary>Every CPU that waits for <paramref name="page"/> goes on.</summary>
    public void Wake(PageNumber page) => WakeAll(SomePage | page.Value);

    /// <summary>Every CPU that waits for a frame looks again.</summary>
    public void WakeForFrame() => WakeAll(AnyFrame);

    private void WakeAll(ulong awaited)
    {
        int self = processor.Current.Value;
        for (int cpu = 0; cpu < CpuIndex.MaximumCpus; cpu++)
        {
            if (_awaited[cpu] != awaited) continue;
            Volatile.Write(ref _awaited[cpu], Nothing);
            // The CPU that runs this is not asleep. Another may be about to sleep: the kick stays pending and wakes it.
            if (cpu != self) interrupts.Kick(new CpuIndex(cpu));
        }
    }
}
