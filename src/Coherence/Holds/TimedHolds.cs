using Pilevisor.Kernel;

namespace Pilevisor.Coherence;

/// <summary>Every page is held for as long as the boot option <c>pilevisor.hold</c> says.</summary>
/// <param name="options">How long that is.</param>
/// <param name="counter">Measures it.</param>
public sealed class TimedHolds(MemoryAggregationOptions options, ICounter counter) : IHoldPolicy
{
    private readonly Cycles _length = counter.Microseconds(options.HoldMicroseconds);

    /// <inheritdoc/>
    public Cycles LengthOf(PageNumber page) => _length;
}
