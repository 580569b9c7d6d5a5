using System;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Running;

/// <summary>One machine of a running cluster.</summary>
public sealed class ClusterNode : IDisposable
{
    internal ClusterNode(int index, string serialSocket, string? serialFile)
    {
        Index = index;
        Serial = new SerialPort(serialSocket);
        SerialLog = new SerialLog(serialFile);
    }

    /// <summary>Its number; 0 is the leader.</summary>
    public int Index { get; }

    /// <summary>The machine; null until it is started.</summary>
    public QemuProcess? Process { get; internal set; }

    /// <summary>The step of bring-up it has reached, in words.</summary>
    public string Step { get; internal set; } = "nothing heard of it yet";

    /// <summary>The end of what its serial port wrote.</summary>
    public string SerialTail => SerialLog.Tail;

    internal SerialPort Serial { get; }

    internal SerialLog SerialLog { get; }

    internal PanicText Panic { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Process?.Dispose();
        Serial.Dispose();
        SerialLog.Dispose();
    }
}
