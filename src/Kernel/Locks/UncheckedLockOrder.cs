using System.Runtime.CompilerServices;

namespace Pilevisor.Kernel;

/// <summary>Remembers nothing: a lock taken out of order is found by nobody, or by the bound of who waits for it.</summary>
/// <param name="processor">The CPU that asks.</param>
public sealed class UncheckedLockOrder(IProcessor processor) : ILockOrder
{
    /// <inheritdoc/>
    public IProcessor Processor { get; } = processor;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public HeldRank Enter(LockRank rank) => default;

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Leave(HeldRank outer)
    {
    }

    /// <inheritdoc/>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AssertHeld(LockRank rank)
    {
    }
}
