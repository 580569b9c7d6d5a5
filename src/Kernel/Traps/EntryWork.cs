using System.Runtime.InteropServices;
using System.Threading;

namespace Pilevisor.Kernel;

/// <summary>
/// One word a CPU that says whether it has anything to do before it enters its guest. Each reason is a byte of its own in it, so that any CPU can set one with a store and the CPU itself looks at all of them with a load.
/// </summary>
/// <remarks>
/// A CPU that is about to enter says so first and looks then; who sets a reason that must not be overlooked (<see cref="EntryReason.Time"/>) does so first, and then looks whether the CPU is in its guest
/// (<see cref="IsInGuest"/>). One of the two sees the other.
/// </remarks>
/// <param name="processor">Which CPU asks.</param>
public sealed class EntryWork(IProcessor processor)
{
    private readonly Cpu[] _cpus = new Cpu[CpuIndex.MaximumCpus];

    private ref Cpu Own => ref _cpus[processor.Current.Value];

    /// <summary><paramref name="cpu"/> has something to do before it enters its guest again.</summary>
    public void Request(CpuIndex cpu, EntryReason reason) => Volatile.Write(ref ByteOf(cpu, reason), 1);

    /// <summary>Whether <paramref name="cpu"/> has that to do.</summary>
    public bool Has(CpuIndex cpu, EntryReason reason) => Volatile.Read(ref ByteOf(cpu, reason)) != 0;

    /// <summary>That is done. On the CPU itself.</summary>
    public void Clear(CpuIndex cpu, EntryReason reason) => Volatile.Write(ref ByteOf(cpu, reason), 0);

    /// <summary>Whether the calling CPU has to look at its interrupts' lines each time it enters its guest: a wish of its own, which lasts.</summary>
    public void WatchLines(bool isWished) => Own.WatchesLines = isWished;

    /// <summary>Whether <paramref name="cpu"/> is in its guest, or may be there before it looks at its work again. What this CPU has stored before is visible to a CPU that is not.</summary>
    public bool IsInGuest(CpuIndex cpu)
    {
        Interlocked.MemoryBarrier();
        return Volatile.Read(ref _cpus[cpu.Value].IsInGuest) != 0;
    }

    /// <summary>The calling CPU enters its guest, if it has nothing to do.</summary>
    /// <returns>False if it has: then it has not entered.</returns>
    public bool TryEnter() => TryEnter(ref Own, seesToLines: true);

    /// <summary>The same for a CPU that has just looked at its lines.</summary>
    public bool TryEnterWatching() => TryEnter(ref Own, seesToLines: false);

    /// <summary>The calling CPU has left its guest.</summary>
    public void Leave() => Volatile.Write(ref Own.IsInGuest, 0);

    private static bool TryEnter(ref Cpu own, bool seesToLines)
    {
        Volatile.Write(ref own.IsInGuest, 1);
        Interlocked.MemoryBarrier();
        if (Volatile.Read(ref own.Reasons) == 0 && !(seesToLines && own.WatchesLines)) return true;
        Volatile.Write(ref own.IsInGuest, 0);
        return false;
    }

    private ref byte ByteOf(CpuIndex cpu, EntryReason reason)
    {
        ref Cpu work = ref _cpus[cpu.Value];
        if (reason == EntryReason.Time) return ref work.Time;
        return ref reason == EntryReason.Interrupts ? ref work.Interrupts : ref work.Deferred;
    }

    // A cache line each.
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Cpu
    {
        [FieldOffset(0)]
        public uint Reasons;

        [FieldOffset(0)]
        public byte Time;

        [FieldOffset(1)]
        public byte Interrupts;

        [FieldOffset(2)]
        public byte Deferred;

        [FieldOffset(4)]
        public bool WatchesLines;

        [FieldOffset(8)]
        public int IsInGuest;
    }
}
