using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Guest time as a counter plus an offset that only grows once it has begun.</summary>
/// <param name="counter">The machine's counter.</param>
public sealed class FakeGuestTime(ICounter counter) : IGuestTime
{
    /// <summary>Guest time minus the counter; set it to make this machine's clock begin elsewhere.</summary>
    public Cycles Offset { get; set; }

    /// <summary>How often it was stepped forward.</summary>
    public int Steps { get; private set; }

    /// <inheritdoc/>
    public Cycles Now => counter.Now + Offset;

    /// <inheritdoc/>
    public Cycles CounterAt(Cycles time) => time <= Now ? counter.Now : time - Offset;

    /// <inheritdoc/>
    public void AdvanceTo(Cycles time)
    {
        if (time <= Now) return;
        Offset = time - counter.Now;
        Steps++;
    }

    /// <inheritdoc/>
    public void BeginAt(Cycles time) => Offset = new Cycles(time.Value - counter.Now.Value);
}
