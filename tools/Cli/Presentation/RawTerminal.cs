using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Cli.Presentation;

/// <summary>The terminal on standard input in raw mode, so that the guest sees each key; as it was again afterwards, and while this process is stopped. Nothing happens where standard input is no terminal.</summary>
internal sealed partial class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int ApplyNow = 0;

    // struct termios has 60 bytes on Linux; the rest is room.
    private const int TermiosBytes = 128;
    private static readonly object _gate = new();
    private static RawTerminal? _current;
    private readonly byte[] _saved = new byte[TermiosBytes];
    private readonly byte[] _raw;

    public RawTerminal()
    {
        _raw = _saved;
        if (Console.IsInputRedirected || GetAttributes(StandardInput, _saved) != 0) return;
        _raw = (byte[])_saved.Clone();
        MakeRaw(_raw);
        AppDomain.CurrentDomain.ProcessExit += RestoreAtExit;
        lock (_gate) _current = this;
        Resume();
    }

    /// <summary>This process is about to stop: the terminal is the shell's.</summary>
    public static void Suspend() => Apply(terminal => terminal._saved);

    /// <summary>This process goes on.</summary>
    public static void Resume() => Apply(terminal => terminal._raw);

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= RestoreAtExit;
        Suspend();
        lock (_gate) _current = null;
    }

    // Who sets a terminal from the background is stopped for it.
    private static void Apply(Func<RawTerminal, byte[]> settings)
    {
        lock (_gate)
        {
            if (_current is not null && ForegroundGroup(StandardInput) == OwnGroup()) _ = SetAttributes(StandardInput, ApplyNow, settings(_current));
        }
    }

    private static void RestoreAtExit(object? sender, EventArgs e) => Suspend();

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, [Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, byte[] settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcgetpgrp")]
    private static partial int ForegroundGroup(int descriptor);

    [LibraryImport("libc", EntryPoint = "getpgrp")]
    private static partial int OwnGroup();
}
