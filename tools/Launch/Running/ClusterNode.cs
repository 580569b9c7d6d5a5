using System;
using System.Collections.Generic;
using System.IO;
using System.Threading.Tasks;
using Pilevisor.Interconnect;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Running;

/// <summary>One machine of a running cluster.</summary>
public sealed class ClusterNode : IDisposable
{
    private const int KeptLogLines = 200;
    private const string Silent = "silent";
    private readonly Queue<string> _log = new();
    private readonly LogFile? _logFile;
    private TaskCompletionSource<int> _goneOnWithout = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal ClusterNode(int index, string serialSocket, string? logDirectory)
    {
        Index = index;
        Serial = new SerialPort(serialSocket);
        Panic = new PanicText();
        SerialLog = new SerialLog(logDirectory is null ? null : Path.Combine(logDirectory, $"node{index}.serial"));
        if (logDirectory is not null) _logFile = new LogFile(Path.Combine(logDirectory, $"node{index}.log"));
    }

    /// <summary>Its number; 0 is the leader.</summary>
    public int Index { get; }

    /// <summary>The machine; null until it is started.</summary>
    public QemuProcess? Process { get; internal set; }

    /// <summary>Completes when the machine has ended, and what follows of that is known.</summary>
    internal Task Ended { get; set; } = Task.CompletedTask;

    /// <summary>How its instructions can be logged; null if they cannot.</summary>
    public InstructionLog? InstructionLog { get; internal init; }

    /// <summary>Whether its machine was started, and has not left.</summary>
    public bool IsStarted => Process is not null && !HasLeft;

    /// <summary>Its number in the cluster once it has one; a machine that joins takes the first place that is free then.</summary>
    public int? Number { get; internal set; }

    /// <summary>Whether it is about to leave: then it powers off by itself.</summary>
    public bool IsLeaving { get; internal set; }

    /// <summary>Whether the leader is asked to part with it. What the node says when it is about to leave may be lost.</summary>
    internal bool IsToLeave { get; set; }

    /// <summary>Whether its machine has ended because it has left, or otherwise, and the others go on without it.</summary>
    public bool HasLeft { get; internal set; }

    /// <summary>Whether it runs a part of the guest: the end of the guest is its end, too.</summary>
    public bool IsInCluster { get; internal set; }

    /// <summary>How it was a second ago at most; null before the guest runs there.</summary>
    public NodeStatus? Status { get; internal set; }

    /// <summary>How much of its memory the guest uses, if it has joined while the guest ran: in bytes.</summary>
    public long PluggedBytes { get; internal set; }

    /// <summary>The step of bring-up it has reached, in words.</summary>
    public string Step { get; internal set; } = Silent;

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

    /// <summary>Completes when the leader has said that the others go on without it, with how many those are.</summary>
    internal Task<int> GoneOnWithout => _goneOnWithout.Task;

    internal SerialPort Serial { get; private set; }

    internal SerialLog SerialLog { get; }

    internal PanicText Panic { get; private set; }

    /// <summary>The leader says that the others, so many, go on without it.</summary>
    internal void GoOnWithout(int others) => _goneOnWithout.TrySetResult(others);

    /// <summary>Another machine is about to take the place of one that has left.</summary>
    internal void Renew()
    {
        Process?.Dispose();
        Process = null;
        File.Delete(Serial.Path);
        Serial = new SerialPort(Serial.Path);
        Panic = new PanicText();
        _goneOnWithout = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);
        (IsLeaving, IsToLeave, HasLeft, IsInCluster, Number, Status, PluggedBytes, Step) = (false, false, false, false, null, null, 0, Silent);
    }

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
