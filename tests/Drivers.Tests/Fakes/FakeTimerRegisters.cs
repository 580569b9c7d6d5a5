using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A CPU's timer whose counter a test moves.</summary>
public sealed class FakeTimerRegisters : ITimerRegisters
{
    /// <inheritdoc/>
    public ulong Cntfrq { get; set; } = 62_500_000;

    /// <inheritdoc/>
    public ulong Cntpct { get; set; }

    /// <inheritdoc/>
    public ulong CnthpCval { get; set; }

    /// <inheritdoc/>
    public ulong CnthpCtl { get; set; }

    /// <summary>Whether the timer's interrupt line is up.</summary>
    public bool Interrupt => (CnthpCtl & 3) == 1 && Cntpct >= CnthpCval;
}
