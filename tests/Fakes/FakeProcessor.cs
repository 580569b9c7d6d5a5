using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A CPU that a test chooses.</summary>
public sealed class FakeProcessor : IProcessor
{
    /// <inheritdoc/>
    public CpuIndex Current { get; set; }

    /// <summary>How often it was told to sleep.</summary>
    public int Sleeps { get; private set; }

    /// <inheritdoc/>
    public void WaitForInterrupt() => Sleeps++;

    /// <inheritdoc/>
    public void Relax()
    {
    }
}
