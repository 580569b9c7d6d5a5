using System;
using System.Runtime.InteropServices;
using System.Threading;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Cli;

/// <summary>
/// Ctrl-C, termination and hang-up: the command is told to stop and cleans up. One that does not come to its end within moments is not waited for, nor is one that is told twice: the process ends,
/// and what must not be left behind is taken away then.
/// </summary>
internal sealed class Interruption : IDisposable
{
    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(700);
    private readonly CancellationTokenSource _stop = new();
    private readonly ManualResetEventSlim _ended = new();
    private readonly PosixSignalRegistration[] _signals;
    private int _signal;

    public Interruption() => _signals =
    [
        Register(HostSignals.Interrupt),
        Register(HostSignals.Terminate),
        Register(HostSignals.Hangup),
        Register(HostSignals.Quit),
    ];

    /// <summary>Tells the command.</summary>
    public CancellationToken Token => _stop.Token;

    /// <summary>Whether anybody interrupted.</summary>
    public bool HasCome => _signal != 0;

    /// <summary>The exit status of a process that was interrupted so.</summary>
    public int Status => HostSignals.StatusOf(_signal);

    public void Dispose()
    {
        _ended.Set();
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
    }

    private PosixSignalRegistration Register(int signal) => PosixSignalRegistration.Create((PosixSignal)signal, context =>
    {
        context.Cancel = true;
        if (Interlocked.CompareExchange(ref _signal, signal, 0) != 0) Environment.Exit(Status);
        new Thread(EndSoon) { IsBackground = true, Name = "interruption" }.Start();
        _stop.Cancel();
    });

    private void EndSoon()
    {
        if (_ended.Wait(_patience)) return;
        Console.Error.WriteLine("pilevisor: interrupted");
        Environment.Exit(Status);
    }
}
