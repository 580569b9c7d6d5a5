using System;

namespace Pilevisor.Kernel;

/// <summary>Where a panic's lines go: this machine's serial port, and the other nodes and the host. Takes no lock and waits a bounded time only.</summary>
/// <param name="console">The serial port.</param>
/// <param name="broadcast">The others.</param>
public readonly ref struct PanicOutput(IConsole console, IPanicBroadcast broadcast)
{
    private const int TriesPerCharacter = 100_000;

    /// <summary>Writes one line.</summary>
    public void WriteLine(ReadOnlySpan<char> text)
    {
        foreach (char character in text) Write((byte)character);
        Write((byte)'\r');
        Write((byte)'\n');
        broadcast.SendLine(text);
    }

    /// <summary>Writes one line.</summary>
    public void WriteLine(ref TextBuilder text) => WriteLine(text.Text);

    private void Write(byte value)
    {
        for (int i = 0; i < TriesPerCharacter && !console.TryWrite(value); i++)
        {
        }
    }
}
