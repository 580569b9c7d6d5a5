using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Counts resets.</summary>
internal sealed class FakeVcpuReset : IVcpuReset
{
    public int Count { get; private set; }

    public void ResetCurrent() => Count++;
}
