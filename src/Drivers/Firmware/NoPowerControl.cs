using System;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>A machine that nothing it has on board can power off or reset: its CPU stops, and the serial port, which the guest has no use for any more, says what is left to do.</summary>
/// <param name="stack">Stops the CPU.</param>
/// <param name="console">Tells who could do it. Not the log, which leaves this machine only while the CPU runs.</param>
public sealed class NoPowerControl(IStackWalk stack, IConsole console) : IPowerControl
{
    private const int TriesPerCharacter = 1_000_000;

    /// <inheritdoc/>
    public void PowerOff()
    {
        Write("Pilevisor: this machine cannot power itself off: it has stopped, and may be unplugged");
        stack.Halt();
    }

    /// <inheritdoc/>
    public void Reset()
    {
        Write("Pilevisor: this machine cannot reset itself: it has stopped, and waits to be turned off and on");
        stack.Halt();
    }

    private void Write(string text)
    {
        Write((ReadOnlySpan<char>)"\r\n");
        Write((ReadOnlySpan<char>)text);
        Write((ReadOnlySpan<char>)"\r\n");
    }

    private void Write(ReadOnlySpan<char> text)
    {
        foreach (char character in text)
        {
            for (int i = 0; i < TriesPerCharacter && !console.TryWrite((byte)character); i++)
            {
            }
        }
    }
}
