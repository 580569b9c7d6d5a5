using System;
using System.IO;
using System.Text;

namespace Pilevisor.Launch.Running;

/// <summary>A file that the user wants to have besides. If it cannot be written any further it ends there, with the reason kept: the cluster goes on.</summary>
internal sealed class LogFile : IDisposable
{
    private readonly string _path;
    private readonly FileStream _file;

    /// <summary>Makes the file.</summary>
    /// <exception cref="LaunchException">If that cannot be.</exception>
    public LogFile(string path)
    {
        _path = path;
        try
        {
            // Nothing is kept back: what is not written is known at once, and what is written stays if this process is killed.
            _file = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.Read, bufferSize: 0);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(ExitStatus.InputOutput, $"the log {path} cannot be written: {e.Message}", e);
        }
    }

    /// <summary>Why the file is not complete; null if it is.</summary>
    public string? Problem { get; private set; }

    /// <summary>Adds bytes.</summary>
    public void Write(ReadOnlySpan<byte> bytes)
    {
        if (Problem is not null) return;
        try
        {
            _file.Write(bytes);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            Problem = $"the log {_path} is not complete: {e.Message}";
        }
    }

    /// <summary>Adds a line.</summary>
    public void WriteLine(string line) => Write(Encoding.UTF8.GetBytes(line + "\n"));

    /// <inheritdoc/>
    public void Dispose() => _file.Dispose();
}
