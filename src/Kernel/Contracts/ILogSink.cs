using System;

namespace Pilevisor.Kernel;

/// <summary>Where finished log lines go: apart from the guest's console.</summary>
public interface ILogSink
{
    /// <summary>Whether lines can be taken already.</summary>
    bool IsReady { get; }

    /// <summary>Takes one line, best effort. Called with <see cref="LockRank.Log"/> held.</summary>
    void Write(LogLevel level, CpuIndex cpu, Cycles time, ReadOnlySpan<char> text);
}
