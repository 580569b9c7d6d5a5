using System;
using System.Runtime.InteropServices;

namespace Pilevisor.Cli.Presentation;

/// <summary>The terminal on standard input in raw mode, so that the guest sees each key; as it was again afterwards. Nothing happens where standard input is no terminal.</summary>
internal sealed partial class RawTerminal : IDisposable
{
    private const int StandardInput = 0;
    private const int ApplyNow = 0;

    // struct termios has 60 bytes on Linux; the rest is room.
    private const int TermiosBytes = 128;
    private readonly byte[]? _saved;

    public RawTerminal()
    {
        if (Console.IsInputRedirected) return;
        byte[] settings = new byte[TermiosBytes];
        if (GetAttributes(StandardInput, settings) != 0) return;
        _saved = (byte[])settings.Clone();
        MakeRaw(settings);
        _ = SetAttributes(StandardInput, ApplyNow, settings);
    }

    public void Dispose()
    {
        if (_saved is not null) _ = SetAttributes(StandardInput, ApplyNow, _saved);
    }

    [LibraryImport("libc", EntryPoint = "tcgetattr")]
    private static partial int GetAttributes(int descriptor, [Out] byte[] settings);

    [LibraryImport("libc", EntryPoint = "tcsetattr")]
    private static partial int SetAttributes(int descriptor, int when, byte[] settings);

    [LibraryImport("libc", EntryPoint = "cfmakeraw")]
    private static partial void MakeRaw([In, Out] byte[] settings);
}
