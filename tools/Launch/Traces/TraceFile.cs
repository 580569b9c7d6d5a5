using System;
using System.IO;
using System.Security.Cryptography;

namespace Pilevisor.Launch.Traces;

/// <summary>A trace file in the making: it is written under another name beside its place, and takes its place when it is whole. What was there before stays until then.</summary>
public sealed class TraceFile : IDisposable
{
    private readonly string _path;
    private readonly string _draft;
    private readonly FileStream _file;

    /// <summary>Begins a file.</summary>
    /// <param name="path">Its place.</param>
    /// <exception cref="LaunchException">If no file can be written there.</exception>
    public TraceFile(string path)
    {
        _path = Path.GetFullPath(path);
        _draft = $"{_path}.{Environment.ProcessId}-{Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(4))}.draft";
        try
        {
            _file = new FileStream(_draft, FileMode.CreateNew, FileAccess.Write);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new LaunchException(ExitStatus.BadInput, $"the trace {path} cannot be written: {e.Message}", e);
        }

        AppDomain.CurrentDomain.ProcessExit += RemoveAtExit;
    }

    /// <summary>Writes the trace, compressed if the file's name ends in .gz, and puts the file in its place.</summary>
    /// <exception cref="IOException">If that fails; what was in its place before is still there.</exception>
    public void Commit(Trace trace)
    {
        TraceWriter.Write(trace, _file, _path.EndsWith(TraceWords.Compressed, StringComparison.Ordinal));
        _file.Dispose();
        File.Move(_draft, _path, overwrite: true);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RemoveAtExit;
        _file.Dispose();
        Remove();
    }

    // A process that is made to end does not come to dispose of it.
    private void RemoveAtExit(object? sender, EventArgs e) => Remove();

    private void Remove()
    {
        try
        {
            File.Delete(_draft);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // The directory has gone, and the draft with it.
        }
    }
}
