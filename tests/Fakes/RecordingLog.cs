using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Fakes;

/// <summary>A log that keeps its lines.</summary>
public sealed class RecordingLog : ILog
{
    /// <summary>The lines, as "Level: text".</summary>
    public List<string> Lines { get; } = [];

    /// <inheritdoc/>
    public void Write(LogLevel level, ref TextBuilder line) => Lines.Add($"{level}: {new string(line.Text)}");
}
