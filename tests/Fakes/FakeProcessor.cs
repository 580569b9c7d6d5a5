using System;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A CPU that a test chooses.</summary>
public sealed class FakeProcessor : IProcessor
{
    private CpuIndex _current;

    /// <summary>Called when somebody asks which CPU it is, before the answer: another may go on meanwhile.</summary>
    public Action? Interleave { get; set; }

    /// <summary>Called in each turn of a spin loop.</summary>
    public Action? Relaxes { get; set; }

    /// <inheritdoc/>
    public CpuIndex Current
    {
        get
        {
            Interleave?.Invoke();
            return _current;
        }
        set => _current = value;
    }

    /// <summary>How often it was told to sleep.</summary>
    public int Sleeps { get; private set; }

    /// <inheritdoc/>
    public void WaitForInterrupt() => Sleeps++;

    /// <inheritdoc/>
    public void Relax() => Relaxes?.Invoke();
}
