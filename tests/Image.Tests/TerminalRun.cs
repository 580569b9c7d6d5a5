using System;
using System.Diagnostics;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Processes;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>A shell command that runs on a terminal of its own: what a person types and sees.</summary>
internal sealed class TerminalRun : IDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _seen = new();
    private int _read;

    private TerminalRun(Process process) => _process = process;

    /// <summary>Everything seen so far.</summary>
    public string Seen => _seen.ToString();

    /// <summary>Starts a command.</summary>
    public static async Task<TerminalRun> StartAsync(string command) => new(await ChildSpawner.StartAsync(new ProcessStartInfo("env", ["--default-signal", "script", "-qec", command, "/dev/null"])
    {
        RedirectStandardInput = true,
        RedirectStandardOutput = true,
    }));

    /// <summary>Types.</summary>
    public async Task TypeAsync(string keys)
    {
        await _process.StandardInput.WriteAsync(keys);
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>Waits until a text is seen, after all that was waited for before.</summary>
    public async Task SeeAsync(string text, CancellationToken cancellation)
    {
        int found;
        while ((found = Seen.IndexOf(text, _read, StringComparison.Ordinal)) < 0) Assert.True(await ReadAsync(cancellation), $"\"{text}\" was not seen, but:\n{Seen}");
        _read = found + text.Length;
    }

    /// <summary>Waits for the end.</summary>
    public async Task EndAsync(CancellationToken cancellation)
    {
        while (await ReadAsync(cancellation))
        {
        }

        await _process.WaitForExitAsync(cancellation);
    }

    public void Dispose()
    {
        ProcessTree.End(_process);
        _process.Dispose();
    }

    private async Task<bool> ReadAsync(CancellationToken cancellation)
    {
        char[] buffer = new char[1024];
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        limit.CancelAfter(Machines.Limit);
        int length;
        try
        {
            length = await _process.StandardOutput.ReadAsync(buffer, limit.Token);
        }
        catch (OperationCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"nothing came for {Machines.Limit.TotalSeconds:0} s behind:\n{Seen}");
        }

        _seen.Append(buffer, 0, length);
        return length > 0;
    }
}
