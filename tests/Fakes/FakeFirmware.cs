using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>Firmware that remembers what it was told. Unlike the real one its <see cref="PowerOff"/> and <see cref="Reset"/> return.</summary>
public sealed class FakeFirmware : IFirmware, IPowerControl
{
    /// <summary>The CPUs it was told to start.</summary>
    public List<(int Cpu, ulong Entry)> Started { get; } = [];

    /// <summary>How often it was told to power off.</summary>
    public int PowerOffs { get; private set; }

    /// <summary>How often it was told to reset.</summary>
    public int Resets { get; private set; }

    /// <summary>Whether this machine has stopped.</summary>
    public bool IsOff => PowerOffs + Resets != 0;

    /// <inheritdoc/>
    public bool TryStartCpu(CpuIndex cpu, PhysicalAddress entry)
    {
        Started.Add((cpu.Value, entry.Value));
        return true;
    }

    /// <inheritdoc/>
    public void PowerOff() => PowerOffs++;

    /// <inheritdoc/>
    public void Reset() => Resets++;
}
