using System;

namespace Pilevisor.Kernel;

/// <summary>
/// A panic before <see cref="PanicReporter"/> is in place, in a component's constructor say: its text goes to the serial port, which works from the first moment, and the CPU stops. Registered first, so that the port is built
/// before anything that reads options or looks for devices.
/// </summary>
public sealed class EarlyPanic
{
    private const int TriesPerCharacter = 1_000_000;

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

    /// <summary>Shows <paramref name="message"/> if there is a serial port already, and stops.</summary>
    internal static void Report(ReadOnlySpan<char> message)
    {
        if (s_instance is null) return;
        s_instance.Write("PANIC at boot: ");
        s_instance.Write(message);
        s_instance.Write("\r\n");
        s_instance._stack.Halt();
    }

    private void Write(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            for (int i = 0; i < TriesPerCharacter && !_console.TryWrite((byte)character); i++)
            {
            }
        }
    }
}
