using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Remembers which ranks each CPU holds, so that a lock taken out of order is a panic at once and not a deadlock some day.</summary>
/// <param name="processor">The CPU that asks.</param>
public sealed class CheckedLockOrder(IProcessor processor) : ILockOrder
{
    private HeldRanks _held;

    /// <inheritdoc/>
    public IProcessor Processor { get; } = processor;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeldRank Enter(LockRank rank)
    {
        CpuIndex self = Processor.Current;
        ref byte held = ref _held[self.Value];
        LockRank outer = (LockRank)held;
        if (outer >= rank) Refuse(rank, outer);
        held = (byte)rank;
        return new HeldRank(self, outer);
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(HeldRank outer) => _held[outer.Cpu.Value] = (byte)outer.Rank;

    /// <inheritdoc/>
    public void AssertHeld(LockRank rank) => Panic.Unless(Held >= rank, "what a lock guards was touched without it");

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
