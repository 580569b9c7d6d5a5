using System.Runtime.CompilerServices;
using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>
/// The guest's one time on this node: the system counter less an offset that only ever shrinks. A step forward is complete only when no CPU of the node can still read the older time, so that what a message carries
/// is never seen by a CPU whose clock is behind its sender's.
/// <para>
/// Guest time is the counter's own at first, and never behind it: CNTVOFF_EL2 is zero or, as a signed number, negative. What a timer waits for then stays in
/// range for whoever adds it up: CNTV_CVAL_EL0 + CNTVOFF_EL2, the counter's value at which the guest's timer fires, wraps only where the deadline has passed.
/// QEMU before 9.0 takes a sum that wraps for a point in time that has passed, and serves the timer of a guest which asked for the farthest deadline for ever
/// (its issue 60).
/// </para>
/// </summary>
/// <param name="counter">The system counter.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="topology">The CPUs.</param>
/// <param name="offset">CNTVOFF_EL2.</param>
/// <param name="controller">Gets CPUs out of the guest.</param>
/// <param name="counters">Counts steps.</param>
public sealed class GuestTime(
    ICounter counter, IProcessor processor, ICpuTopology topology, IVirtualOffset offset, IInterruptController controller, NodeCounters counters) : IGuestTime
{
    private const ulong SpinBound = 4_000_000_000;

    // No offset is this: none is positive.
    private const ulong NotLoaded = 1;

    private ulong _offset;
    private CpuStates _inGuest;
    private CpuStates _loaded;

    /// <summary>Guest time is this machine's counter; what the other nodes say brings it forward. Boot only.</summary>
    public void Initialize()
    {
        _offset = 0;
        for (int cpu = 0; cpu < CpuIndex.MaximumCpus; cpu++) _loaded[cpu] = NotLoaded;
    }

    /// <inheritdoc/>
    public Cycles Now => new(counter.Now.Value - Volatile.Read(ref _offset));

    /// <inheritdoc/>
    public Cycles CounterAt(Cycles time)
    {
        ulong offset = Volatile.Read(ref _offset);
        Cycles now = counter.Now;
        return time.Value <= now.Value - offset ? now : new Cycles(time.Value + offset);
    }

    /// <inheritdoc/>
    public void AdvanceTo(Cycles time)
    {
        ulong wanted;
        ulong old;
        do
        {
            old = Volatile.Read(ref _offset);
            ulong now = counter.Now.Value;
            if (now - old >= time.Value) return;
            wanted = now - time.Value;
        }
        while (Interlocked.CompareExchange(ref _offset, wanted, old) != old);
        counters.Add(Counter.TimeSteps);
        for (int cpu = 0; cpu < topology.CpuCount; cpu++)
        {
            if (cpu != processor.Current.Value) AwaitOffset(cpu, wanted);
        }
    }

    /// <summary>The calling CPU is about to run its guest: it does so with the offset of now.</summary>
    /// <returns>Whether it is another than the last time.</returns>
    public bool BeforeEntry()
    {
        int cpu = processor.Current.Value;
        ulong before = _loaded[cpu];
        ulong current;
        do
        {
            current = Volatile.Read(ref _offset);
            if (_loaded[cpu] != current)
            {
                offset.Set(current);
                _loaded[cpu] = current;
            }
            Volatile.Write(ref _inGuest[cpu], 1);
            // Whoever shrinks the offset now either sees this CPU in the guest, or is seen by the second look.
            Interlocked.MemoryBarrier();
        }
        while (Volatile.Read(ref _offset) != current);
        return current != before;
    }

    /// <summary>The calling CPU has left its guest.</summary>
    public void AfterExit() => Volatile.Write(ref _inGuest[processor.Current.Value], 0);

    // A CPU in the guest is kicked out; one at EL2 takes the new offset on its way back.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void AwaitOffset(int cpu, ulong wanted)
    {
        if (Volatile.Read(ref _inGuest[cpu]) == 0 || Volatile.Read(ref _loaded[cpu]) == wanted) return;
        controller.Kick(new CpuIndex(cpu));
        ulong spins = 0;
        while (Volatile.Read(ref _inGuest[cpu]) != 0 && Volatile.Read(ref _loaded[cpu]) != wanted)
        {
            processor.Relax();
            if (++spins == SpinBound) Panic.Fail($"{new CpuIndex(cpu)} does not leave its guest to take a new time");
        }
    }

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct CpuStates
    {
        private ulong _first;
    }
}
