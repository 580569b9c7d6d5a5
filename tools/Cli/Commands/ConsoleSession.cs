using System;
using System.IO;
using System.Runtime.InteropServices;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;
using Microsoft.Win32.SafeHandles;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>
/// This terminal as the guest's console, from when that is open until the cluster ends or the user quits. Before, Ctrl-C is still for this program. What the guest does not read waits: here up to a mebibyte, so that the keys
/// that quit are seen, and then in whatever types.
/// </summary>
internal sealed class ConsoleSession : IDisposable
{
    private const int StandardInput = 0;
    private const int KeysAtOnce = 1 << 10;
    private const int WaitingKeys = 1 << 20;
    private readonly Cluster _cluster;
    private readonly object _gate = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Channel<byte[]> _typed = Channel.CreateBounded<byte[]>(WaitingKeys / KeysAtOnce);
    private readonly PosixSignalRegistration[] _signals;
    private TerminalSize? _size;
    private RawTerminal? _terminal;

    public ConsoleSession(Cluster cluster)
    {
        _cluster = cluster;
        _size = cluster.Configuration.Terminal;
        // A process that is stopped is told nothing of its window.
        _signals = [PosixSignalRegistration.Create((PosixSignal)HostSignals.WindowChange, _ => Resize()), PosixSignalRegistration.Create((PosixSignal)HostSignals.Continue, _ => Resize())];
        // A read of a terminal cannot be taken back: the thread is left to the end of the process.
        new Thread(() => TypeAsync().GetAwaiter().GetResult()) { IsBackground = true, Name = "keyboard" }.Start();
    }

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
        _stop.Cancel();
        lock (_gate) _terminal?.Dispose();
    }

    private async Task TypeAsync()
    {
        // Not the console's own stream: that one reads lines, and echoes them.
        using FileStream keyboard = new(new SafeFileHandle(StandardInput, ownsHandle: false), FileAccess.Read, bufferSize: 0);
        try
        {
            // What a file or pipe says at once must not come before there is somebody to read it.
            await _cluster.ConsoleOpen.WaitAsync(_stop.Token);
            TakeTerminal();
            Resize();
            Task forwarding = ForwardAsync();
            await ReadAsync(keyboard);
            await forwarding;
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

    // Of what comes from a file or a pipe every byte is for the guest.
    private async Task ReadAsync(FileStream keyboard)
    {
        KeyboardFilter? filter = Console.IsInputRedirected ? null : new();
        byte[] typed = new byte[KeysAtOnce];
        for (int length; (length = keyboard.Read(typed)) > 0;)
        {
            await _typed.Writer.WriteAsync(filter?.Take(typed.AsSpan(0, length)) ?? typed[..length], _stop.Token);
            if (filter is not { Quit: true }) continue;
            await _cluster.StopAsync();
            return;
        }

        _typed.Writer.Complete();
    }

    private async Task ForwardAsync()
    {
        await foreach (byte[] typed in _typed.Reader.ReadAllAsync(_stop.Token)) await _cluster.WriteConsoleAsync(typed, _stop.Token);
    }

    private void Resize()
    {
        lock (_gate)
        {
            if (!_cluster.ConsoleOpen.IsCompleted || TerminalWindow.Size is not { } size || size == _size) return;
            _size = size;
            _ = _cluster.ResizeConsoleAsync(size, CancellationToken.None);
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
