using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The guest's shared peripheral interrupts, as its devices drive them. On the leader, where the distributor lives.</summary>
public interface IInterruptLines
{
    /// <summary>Drives the line of a level-triggered SPI. Takes <see cref="LockRank.VirtualInterrupts"/>.</summary>
    void SetLevel(InterruptId spi, bool high);

    /// <summary>Makes an edge-triggered SPI pending.</summary>
    void Pulse(InterruptId spi);
}
