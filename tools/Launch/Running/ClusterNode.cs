using System;
using System.Collections.Generic;
using System.IO;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Running;

/// <summary>One machine of a running cluster.</summary>
public sealed class ClusterNode : IDisposable
{
    private const int KeptLogLines = 200;
    private readonly Queue<string> _log = new();
    private readonly LogFile? _logFile;

    internal ClusterNode(int index, string serialSocket, string? logDirectory)
    {
        Index = index;
        Serial = new SerialPort(serialSocket);
        SerialLog = new SerialLog(logDirectory is null ? null : Path.Combine(logDirectory, $"node{index}.serial"));
        if (logDirectory is not null) _logFile = new LogFile(Path.Combine(logDirectory, $"node{index}.log"));
    }

    /// <summary>Its number; 0 is the leader.</summary>
    public int Index { get; }

    /// <summary>The machine; null until it is started.</summary>
    public QemuProcess? Process { get; internal set; }

    /// <summary>How its instructions can be logged; null if they cannot.</summary>
    public InstructionLog? InstructionLog { get; internal init; }

    /// <summary>Whether its machine was started.</summary>
    public bool IsStarted => Process is not null;

    /// <summary>Whether it runs a part of the guest: the end of the guest is its end, too.</summary>
    public bool IsInCluster { get; internal set; }

    /// <summary>How it was a second ago at most; null before the guest runs there.</summary>
    public NodeStatus? Status { get; internal set; }

    /// <summary>How much of its memory the guest uses, if it has joined while the guest ran: in bytes.</summary>
    public long PluggedBytes { get; internal set; }

    /// <summary>The step of bring-up it has reached, in words.</summary>
    public string Step { get; internal set; } = "silent";

    /// <summary>The end of what its serial port wrote.</summary>
    public string SerialTail => SerialLog.Tail;

    /// <summary>The last lines of its hypervisor's log.</summary>
    public IReadOnlyList<string> LogTail
    {
        get
        {
            lock (_log) return _log.ToArray();
        }
    }

    /// <summary>Why a log of this node is not complete; null if all are.</summary>
    public string? LogProblem => _logFile?.Problem ?? SerialLog.Problem;

    internal SerialPort Serial { get; }

    internal SerialLog SerialLog { get; }

    internal PanicText Panic { get; } = new();

    /// <inheritdoc/>
    public void Dispose()
    {
        Process?.Dispose();
        Serial.Dispose();
        SerialLog.Dispose();
        _logFile?.Dispose();
    }

    internal void Log(string line)
    {
        _logFile?.WriteLine(line);
        lock (_log)
        {
            if (_log.Count == KeptLogLines) _log.Dequeue();
            _log.Enqueue(line);
        }
    }
}
