using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>A CPU interface that keeps what is written.</summary>
public sealed class FakeGicCpuRegisters : IGicCpuRegisters
{
    private ulong _sreEl2;

    /// <summary>Whether firmware lets EL2 use system registers.</summary>
    public bool FirmwareAllows { get; init; } = true;

    /// <summary>What ICC_IAR1_EL1 will return, then 1023.</summary>
    public Queue<ulong> Pending { get; } = new();

    /// <summary>The writes that have an effect of their own, in order.</summary>
    public List<(string Register, ulong Value)> Writes { get; } = [];

    /// <inheritdoc/>
    public ulong IccSreEl2
    {
        get => _sreEl2;
        set => _sreEl2 = FirmwareAllows ? value : 0;
    }

    /// <inheritdoc/>
    public ulong IccSreEl1 { get; set; }

    /// <inheritdoc/>
    public ulong IccPmr { get; set; }

    /// <inheritdoc/>
    public ulong IccBpr1 { get; set; } = 7;

    /// <inheritdoc/>
    public ulong IccCtlr { get; set; }

    /// <inheritdoc/>
    public ulong IccIgrpen1 { get; set; }

    /// <inheritdoc/>
    public ulong ReadIar1() => Pending.TryDequeue(out ulong interrupt) ? interrupt : 1023;

    /// <inheritdoc/>
    public void WriteEoir1(ulong interrupt) => Writes.Add(("EOIR1", interrupt));

    /// <inheritdoc/>
    public void WriteDir(ulong interrupt) => Writes.Add(("DIR", interrupt));

    /// <inheritdoc/>
    public void WriteSgi1R(ulong value) => Writes.Add(("SGI1R", value));
}
