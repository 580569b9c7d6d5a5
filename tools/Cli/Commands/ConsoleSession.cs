using System;
using System.IO;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Running;

namespace Pilevisor.Cli.Commands;

/// <summary>This terminal as the guest's console, until the cluster ends or the user quits.</summary>
internal sealed class ConsoleSession : IDisposable
{
    private const byte EndOfTransmission = 4;
    private readonly Cluster _cluster;
    private readonly RawTerminal _terminal = new();
    private readonly CancellationTokenSource _stop = new();

    public ConsoleSession(Cluster cluster)
    {
        _cluster = cluster;
        // A read of a terminal cannot be taken back: the thread is left to the end of the process.
        new Thread(() => TypeAsync().GetAwaiter().GetResult()) { IsBackground = true, Name = "keyboard" }.Start();
    }

    public void Dispose()
    {
        _stop.Cancel();
        _terminal.Dispose();
    }

    private async Task TypeAsync()
    {
        KeyboardFilter filter = new();
        byte[] typed = new byte[1024];
        using Stream keyboard = Console.OpenStandardInput();
        try
        {
            while (!filter.Quit)
            {
                int length = keyboard.Read(typed);
                // The end of a file or pipe is what Ctrl-D is on a terminal: the shell ends, and the guest powers off.
                byte[] forGuest = length > 0 ? filter.Take(typed.AsSpan(0, length)) : [EndOfTransmission];
                if (length == 0) await _cluster.Ready.WaitAsync(_stop.Token);
                await _cluster.WriteConsoleAsync(forGuest, _stop.Token);
                if (length == 0) return;
            }

            await _cluster.StopAsync();
        }
        catch (OperationCanceledException)
        {
            // The cluster ended first.
        }
    }
}
