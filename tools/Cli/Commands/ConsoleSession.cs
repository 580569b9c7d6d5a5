using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>This terminal as the guest's console, from when that is open until the cluster ends or the user quits. Before, Ctrl-C is still for this program.</summary>
internal sealed class ConsoleSession : IDisposable
{
    private const int StandardInput = 0;
    private readonly Cluster _cluster;
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private RawTerminal? _terminal;

    public ConsoleSession(Cluster cluster)
    {
        _cluster = cluster;
        // A read of a terminal cannot be taken back: the thread is left to the end of the process.
        new Thread(() => TypeAsync().GetAwaiter().GetResult()) { IsBackground = true, Name = "keyboard" }.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        lock (_gate) _terminal?.Dispose();
    }

    private async Task TypeAsync()
    {
        KeyboardFilter filter = new();
        byte[] typed = new byte[1024];
        // Not the console's own stream: that one reads lines, and echoes them.
        using FileStream keyboard = new(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        try
        {
            // What a file or pipe says at once must not come before there is somebody to read it.
            await _cluster.ConsoleOpen.WaitAsync(_stop.Token);
            TakeTerminal();
            for (int length; (length = keyboard.Read(typed)) > 0;)
            {
                await _cluster.WriteConsoleAsync(filter.Take(typed.AsSpan(0, length)), _stop.Token);
                if (!filter.Quit) continue;
                await _cluster.StopAsync();
                return;
            }
        }
        catch (OperationCanceledException)
        {
            // The cluster ended first.
        }
        catch (IOException)
        {
            // The terminal has gone: there is nothing more to type.
        }
    }

    private void TakeTerminal()
    {
        lock (_gate)
        {
            _stop.Token.ThrowIfCancellationRequested();
            _terminal = new RawTerminal();
        }
    }
}
