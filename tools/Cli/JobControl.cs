using System;
using System.Runtime.InteropServices;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch.Processes;

namespace Pilevisor.Cli;

/// <summary>
/// Ctrl-Z and fg: this process stops together with the machines it has started, since those need the switch, which is here; the terminal is as the shell wants it meanwhile.
/// </summary>
internal sealed class JobControl : IDisposable
{
    private readonly PosixSignalRegistration[] _signals;

    public JobControl() => _signals =
    [
        PosixSignalRegistration.Create((PosixSignal)HostSignals.TerminalStop, Stop),
        PosixSignalRegistration.Create((PosixSignal)HostSignals.BackgroundRead, Stop),
        PosixSignalRegistration.Create((PosixSignal)HostSignals.BackgroundWrite, Stop),
        PosixSignalRegistration.Create((PosixSignal)HostSignals.Continue, Continue),
    ];

    public void Dispose()
    {
        foreach (PosixSignalRegistration signal in _signals) signal.Dispose();
    }

    private static void Stop(PosixSignalContext context)
    {
        context.Cancel = true;
        ChildSpawner.Suspend();
        RawTerminal.Suspend();
        HostSignals.Send(Environment.ProcessId, HostSignals.Stop);
    }

    // In the background the terminal is not ours to set: that stops this process again, before the machines go on.
    private static void Continue(PosixSignalContext context)
    {
        RawTerminal.Resume();
        ChildSpawner.Resume();
    }
}
