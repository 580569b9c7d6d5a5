namespace Pilevisor.Launch.Traces;

/// <summary>A trace file that cannot be read: the message names file and line, what is wrong there and what would be right.</summary>
/// <param name="file">The file.</param>
/// <param name="line">The line, from 1.</param>
/// <param name="problem">What is wrong with it, and what would be right.</param>
public sealed class TraceFormatException(string file, int line, string problem) : LaunchException(ExitStatus.BadInput, $"{file}:{line}: {problem}")
{
    /// <summary>The file.</summary>
    public string File { get; } = file;

    /// <summary>The line, from 1.</summary>
    public int Line { get; } = line;

    /// <summary>What is wrong with it, and what would be right.</summary>
    public string Problem { get; } = problem;
}
