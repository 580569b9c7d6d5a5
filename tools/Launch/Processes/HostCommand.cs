using System;
using System.Collections.Generic;
using System.ComponentModel;
using System.Diagnostics;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;

namespace Pilevisor.Launch.Processes;

/// <summary>A program that is run to its end, its output kept.</summary>
/// <param name="program">Its name, looked up in PATH, or a path.</param>
/// <param name="arguments">Its arguments, passed as they are.</param>
public sealed class HostCommand(string program, params IEnumerable<string> arguments)
{
    private const int QuotedLines = 20;

    /// <summary>Where it runs; where this process runs if not said.</summary>
    public string? Directory { get; init; }

    /// <summary>Told each line of output as it comes.</summary>
    public Action<string>? OnLine { get; init; }

    /// <summary>Environment variables to set; a null value removes one.</summary>
    public IReadOnlyDictionary<string, string?> Environment { get; init; } = new Dictionary<string, string?>();

    /// <summary>Runs it.</summary>
    /// <returns>Its status and what it wrote.</returns>
    /// <exception cref="LaunchException">If there is no such program.</exception>
    public async Task<HostCommandResult> RunAsync(CancellationToken cancellation)
    {
        using Process process = Start();
        process.StandardInput.Close();
        List<string> output = [];
        List<string> error = [];
        Task reading = Task.WhenAll(ReadAsync(process.StandardOutput, output), ReadAsync(process.StandardError, error));
        try
        {
            await process.WaitForExitAsync(cancellation);
        }
        catch (OperationCanceledException)
        {
            ProcessTree.End(process);
            throw;
        }

        await reading;
        return new HostCommandResult(process.ExitCode, output, error);
    }

    /// <summary>Runs it, and takes any status but 0 for a failure.</summary>
    /// <exception cref="LaunchException">If it fails, with the end of what it wrote.</exception>
    public async Task<HostCommandResult> RunCheckedAsync(CancellationToken cancellation)
    {
        HostCommandResult result = await RunAsync(cancellation);
        if (result.Status == 0) return result;
        IEnumerable<string> tail = result.Output.Concat(result.Error).TakeLast(QuotedLines);
        string command = string.Join(' ', arguments.Prepend(program));
        throw new LaunchException(ExitStatus.Unavailable, $"`{command}` failed with status {result.Status}:\n{string.Join('\n', tail)}");
    }

    private Process Start()
    {
        ProcessStartInfo start = new(program, arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Directory ?? string.Empty,
        };
        foreach ((string name, string? value) in Environment)
        {
            if (value is null) start.Environment.Remove(name);
            else start.Environment[name] = value;
        }

        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception e)
        {
            throw new LaunchException(ExitStatus.Unavailable, $"cannot run `{program}` ({e.Message}); `./pilevisor doctor` says what is missing", e);
        }
    }

    private async Task ReadAsync(StreamReader reader, List<string> lines)
    {
        while (await reader.ReadLineAsync() is { } line)
        {
            lines.Add(line);
            OnLine?.Invoke(line);
        }
    }
}
