using System.Runtime.InteropServices;

namespace Pilevisor.Launch.Processes;

/// <summary>Signals for processes of this host, by signal(7)'s numbers, which are the same on every Linux that .NET runs on.</summary>
public static partial class HostSignals
{
    /// <summary>Hang-up: the terminal has gone.</summary>
    public const int Hangup = 1;

    /// <summary>Interrupt: Ctrl-C.</summary>
    public const int Interrupt = 2;

    /// <summary>Quit: Ctrl-\.</summary>
    public const int Quit = 3;

    /// <summary>A process ends, and cannot help it.</summary>
    public const int Kill = 9;

    /// <summary>Termination.</summary>
    public const int Terminate = 15;

    /// <summary>A process that was stopped goes on.</summary>
    public const int Continue = 18;

    /// <summary>A process stops, and cannot help it.</summary>
    public const int Stop = 19;

    /// <summary>Stop typed on the terminal: Ctrl-Z.</summary>
    public const int TerminalStop = 20;

    /// <summary>A process in the background read the terminal.</summary>
    public const int BackgroundRead = 21;

    /// <summary>A process in the background set the terminal, or wrote to it where that is forbidden.</summary>
    public const int BackgroundWrite = 22;

    /// <summary>The terminal's window has another size.</summary>
    public const int WindowChange = 28;

    // What a shell and .NET make of a process that a signal ended.
    private const int StatusOfSignal0 = 128;

    /// <summary>The exit status of a process that a signal ended.</summary>
    public static int StatusOf(int signal) => StatusOfSignal0 + signal;

    /// <summary>The signal that ended a process; null if it ended by itself.</summary>
    public static int? SignalOf(int status) => status > StatusOfSignal0 ? status - StatusOfSignal0 : null;

    /// <summary>Sends a signal. A process that has gone, or is somebody else's, does not get it.</summary>
    public static void Send(int process, int signal) => _ = SendTo(process, signal);

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int SendTo(int process, int signal);
}
