using System;
using Pilevisor.Kernel.Metal;

namespace Pilevisor.Kernel;

/// <summary>
/// A panic before <see cref="PanicReporter"/> is in place, in a component's constructor say: its text goes to the serial port, which works from the first moment, and the CPU stops. Registered first, so that the port is built
/// before anything that reads options or looks for devices. What goes wrong before even that, where there is no device tree to find the port in say, is written to <see cref="EarlyUart"/>.
/// </summary>
public sealed class EarlyPanic
{
    private const int TriesPerCharacter = 1_000_000;
    private const string Prefix = "PANIC at boot: ";

    private static EarlyPanic? s_instance;

    private readonly IConsole _console;
    private readonly IStackWalk _stack;

    /// <summary>From now on early panics are shown.</summary>
    /// <param name="console">The serial port.</param>
    /// <param name="stack">Stops the CPU.</param>
    public EarlyPanic(IConsole console, IStackWalk stack)
    {
        _console = console;
        _stack = stack;
        s_instance = this;
    }

    /// <summary>Shows <paramref name="message"/>, and stops.</summary>
    internal static void Report(ReadOnlySpan<char> message)
    {
        Write(Prefix);
        Write(message);
        Write("\r\n");
        s_instance?._stack.Halt();
    }

    private static void Write(ReadOnlySpan<char> text)
    {
        if (s_instance is not { } ready)
        {
            EarlyUart.Write(text);
            return;
        }
        foreach (char character in text)
        {
            for (int i = 0; i < TriesPerCharacter && !ready._console.TryWrite((byte)character); i++)
            {
            }
        }
    }
}
