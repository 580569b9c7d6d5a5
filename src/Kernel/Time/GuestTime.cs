using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>
/// The guest's one time on this node: the system counter less an offset that only ever shrinks. A step forward is complete only when no CPU of the node can still read the older time, so that what a message carries
/// is never seen by a CPU whose clock is behind its sender's.
/// <para>
/// Guest time is the counter's own at first, and not behind it: CNTVOFF_EL2 is zero or, as a signed number, negative. What a timer waits for then stays in
/// range for whoever adds it up: CNTV_CVAL_EL0 + CNTVOFF_EL2, the counter's value at which the guest's timer fires, wraps only where the deadline has passed.
/// QEMU before 9.0 takes a sum that wraps for a point in time that has passed, and serves the timer of a guest which asked for the farthest deadline for ever
/// (its issue 60). Only on a machine that joins while the guest runs, with a counter that is ahead of the guest's time, is it behind: the running guest must not leap by what that machine has been on before.
/// </para>
/// </summary>
/// <param name="counter">The system counter.</param>
/// <param name="processor">Which CPU asks.</param>
/// <param name="topology">The CPUs.</param>
/// <param name="offset">CNTVOFF_EL2.</param>
/// <param name="work">Which CPUs are in the guest, and what they have to do before they are there again.</param>
/// <param name="controller">Gets CPUs out of the guest.</param>
/// <param name="counters">Counts steps.</param>
public sealed class GuestTime(
    ICounter counter, IProcessor processor, ICpuTopology topology, IVirtualOffset offset, EntryWork work, IInterruptController controller, NodeCounters counters) : IGuestTime
{
    private const ulong SpinBound = 4_000_000_000;

    private ulong _offset;

    // The offset with which, or with a smaller one, every CPU runs its guest.
    private ulong _settled;

    /// <summary>Guest time is this machine's counter; what the other nodes say brings it forward. Every CPU loads the offset before it enters its guest. Boot only.</summary>
    [Starts(BootPhase.Machine)]
    public void Initialize()
    {
        _offset = 0;
        _settled = 0;
        for (int cpu = 0; cpu < topology.CpuCount; cpu++) work.Request(new CpuIndex(cpu), EntryReason.Time);
    }

    /// <inheritdoc/>
    public Cycles Now => new(counter.Now.Value - Volatile.Read(ref _offset));

    /// <inheritdoc/>
    public Cycles CounterAt(Cycles time)
    {
        ulong offset = Volatile.Read(ref _offset);
        Cycles now = counter.Now;
        if (time.Value <= now.Value - offset) return now;
        ulong sum = time.Value + offset;
        // A sum that wraps lies further ahead than the counter reaches.
        return sum < now.Value ? Cycles.Never : new Cycles(sum);
    }

    /// <inheritdoc/>
    public void BeginAt(Cycles time)
    {
        ulong wanted = counter.Now.Value - time.Value;
        for (int cpu = 0; cpu < topology.CpuCount; cpu++)
        {
            Panic.Unless(!work.IsInGuest(new CpuIndex(cpu)), "guest time begins anew, and a CPU is in the guest");
            work.Request(new CpuIndex(cpu), EntryReason.Time);
        }
        Volatile.Write(ref _offset, wanted);
        Volatile.Write(ref _settled, wanted);
    }

    /// <inheritdoc/>
    public void AdvanceTo(Cycles time)
    {
        if (counter.Now.Value - Volatile.Read(ref _settled) >= time.Value) return;
        // Another CPU's step under way may be as large: then this one waits for the same.
        if (TryStep(time)) counters.Add(Counter.TimeSteps);
        ulong wanted = Volatile.Read(ref _offset);
        for (int cpu = 0; cpu < topology.CpuCount; cpu++) work.Request(new CpuIndex(cpu), EntryReason.Time);
        for (int cpu = 0; cpu < topology.CpuCount; cpu++)
        {
            if (cpu != processor.Current.Value) AwaitLoad(new CpuIndex(cpu));
        }
        Shrink(ref _settled, wanted);
    }

    /// <summary>The calling CPU, which is not in its guest, loads the offset if it has to.</summary>
    /// <returns>Whether it had to: the guest's deadlines have come nearer.</returns>
    public bool TryLoad()
    {
        CpuIndex cpu = processor.Current;
        if (!work.Has(cpu, EntryReason.Time)) return false;
        work.Clear(cpu, EntryReason.Time);
        // Whoever shrinks the offset behind this look asks again.
        Interlocked.MemoryBarrier();
        offset.Set(Volatile.Read(ref _offset));
        return true;
    }

    private bool TryStep(Cycles time)
    {
        ulong now = counter.Now.Value;
        return now - Volatile.Read(ref _offset) < time.Value && Shrink(ref _offset, now - time.Value);
    }

    // As signed numbers: an offset is less than zero where guest time is ahead of the counter.
    private static bool Shrink(ref ulong offset, ulong wanted)
    {
        ulong old = Volatile.Read(ref offset);
        while ((long)wanted < (long)old)
        {
            ulong seen = Interlocked.CompareExchange(ref offset, wanted, old);
            if (seen == old) return true;
            old = seen;
        }
        return false;
    }

    // A CPU in the guest is kicked out; one at EL2 loads the new offset on its way back.
    private void AwaitLoad(CpuIndex cpu)
    {
        if (!work.IsInGuest(cpu)) return;
        controller.Kick(cpu);
        ulong spins = 0;
        while (work.Has(cpu, EntryReason.Time) && work.IsInGuest(cpu))
        {
            processor.Relax();
            if (++spins == SpinBound) Refuse(cpu);
        }
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(CpuIndex cpu) => Panic.Fail($"{cpu} does not leave its guest to take a new time");
}
