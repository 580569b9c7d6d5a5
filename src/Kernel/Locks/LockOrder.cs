using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Remembers which ranks each CPU holds, so that a lock taken out of order is a panic at once and not a deadlock some day.</summary>
/// <param name="processor">The CPU that asks.</param>
public sealed class LockOrder(IProcessor processor)
{
    private HeldRanks _held;

    /// <summary>The CPU that asks.</summary>
    public IProcessor Processor { get; } = processor;

    /// <summary><paramref name="self"/>, the calling CPU, is about to take a lock of <paramref name="rank"/>.</summary>
    /// <exception cref="PanicException">If it holds one of that rank or a higher.</exception>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public LockRank Enter(CpuIndex self, LockRank rank)
    {
        ref byte held = ref _held[self.Value];
        LockRank outer = (LockRank)held;
        if (outer >= rank) Refuse(rank, outer);
        held = (byte)rank;
        return outer;
    }

    /// <summary><paramref name="self"/>, the calling CPU, gave its innermost lock back; <paramref name="outer"/> is what <see cref="Enter"/> returned.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(CpuIndex self, LockRank outer) => _held[self.Value] = (byte)outer;

    /// <summary>The highest rank the calling CPU holds.</summary>
    public LockRank Held => (LockRank)_held[Processor.Current.Value];

    // Apart from Enter: making a text takes half a kilobyte of stack, and locks are taken more often than anything else is done.
    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Refuse(LockRank rank, LockRank outer) => Panic.Fail($"lock order: rank {(uint)rank} taken while rank {(uint)outer} is held");

    [InlineArray(CpuIndex.MaximumCpus)]
    private struct HeldRanks
    {
        private byte _first;
    }
}
