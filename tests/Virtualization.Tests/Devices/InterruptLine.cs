using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>The guest's interrupt lines, with every change.</summary>
internal sealed class InterruptLine : IInterruptLines
{
    public List<bool> Changes { get; } = [];

    public bool IsHigh => Changes.Count > 0 && Changes[^1];

    public void SetLevel(InterruptId spi, bool high)
    {
        Panic.Unless(spi.Value == 33, "another interrupt than the UART's");
        Changes.Add(high);
    }

    public void Pulse(InterruptId spi) => Panic.Fail("the UART's interrupt is a level");
}
