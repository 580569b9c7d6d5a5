using System.Linq;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>The timers of a machine's CPUs: a test looks which have run out, and takes their interrupts.</summary>
/// <param name="processor">The CPU that sets its own.</param>
public sealed class FakeDeadlineTimers(FakeProcessor processor) : IDeadlineTimer
{
    private readonly Cycles[] _deadlines = [.. Enumerable.Repeat(Cycles.Never, CpuIndex.MaximumCpus)];

    /// <inheritdoc/>
    public InterruptId Interrupt => new(26);

    /// <inheritdoc/>
    public void Set(Cycles deadline) => _deadlines[processor.Current.Value] = deadline;

    /// <summary>Whether the timer of <paramref name="cpu"/> has run out at <paramref name="now"/>.</summary>
    public bool IsDue(int cpu, Cycles now) => _deadlines[cpu] <= now;
}
