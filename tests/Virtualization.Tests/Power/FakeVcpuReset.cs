using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>Counts resets, and does what a test wants of one.</summary>
internal sealed class FakeVcpuReset : IVcpuReset
{
    public Action OnReset { get; init; } = () => { };

    public int Count { get; private set; }

    public void ResetCurrent()
    {
        Count++;
        OnReset();
    }

    public bool IsBigEndian { get; set; }
}
