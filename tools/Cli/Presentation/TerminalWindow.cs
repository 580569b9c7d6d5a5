using System;
using System.Runtime.InteropServices;
using Pilevisor.Launch;

namespace Pilevisor.Cli.Presentation;

/// <summary>The window of the terminal on standard input.</summary>
internal static partial class TerminalWindow
{
    private const int StandardInput = 0;
    private const nuint GetWindowSize = 0x5413; // TIOCGWINSZ

    /// <summary>How large it is; null if standard input is no terminal, or one that does not know.</summary>
    public static TerminalSize? Size
    {
        get
        {
            // struct winsize: rows, columns, and two for pixels.
            ushort[] window = new ushort[4];
            return !Console.IsInputRedirected && Control(StandardInput, GetWindowSize, window) == 0 && window[0] > 0 && window[1] > 0 ? new TerminalSize(window[0], window[1]) : null;
        }
    }

    [LibraryImport("libc", EntryPoint = "ioctl")]
    private static partial int Control(int descriptor, nuint request, [In, Out] ushort[] window);
}
