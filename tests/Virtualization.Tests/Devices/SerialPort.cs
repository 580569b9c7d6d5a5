using System.Collections.Generic;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A machine's serial port: a test says what arrives and how much room there is. It loses nothing: what nobody takes stays, as behind a line that can be held back.</summary>
internal sealed class SerialPort : IConsole
{
    private readonly Queue<ReceivedCharacter> _arrived = [];
    private readonly StringBuilder _sent = new();

    public string Sent => _sent.ToString();

    public int Room { get; set; } = int.MaxValue;

    public bool IsOn { get; private set; }

    public int Acknowledgements { get; private set; }

    /// <summary>What it interrupts for.</summary>
    public ConsoleEvents Events { get; private set; }

    /// <summary>Whether its interrupt line is up.</summary>
    public bool Interrupts => ((Events & ConsoleEvents.Received) != 0 && _arrived.Count > 0) || ((Events & ConsoleEvents.Room) != 0 && Room > 0);

    /// <summary>How many bytes nobody has taken yet.</summary>
    public int Waiting => _arrived.Count;

    public InterruptId Interrupt => new(33);

    public void Arrive(string text)
    {
        foreach (char character in text) Arrive((byte)character, LineErrors.None);
    }

    public void Arrive(byte value, LineErrors errors) => _arrived.Enqueue(new ReceivedCharacter(value, errors));

    public bool HasReceived => _arrived.Count > 0;

    public void Initialize() => IsOn = true;

    public void InterruptOn(ConsoleEvents events) => Events = events;

    public bool TryWrite(byte value)
    {
        if (Room == 0) return false;
        Room--;
        _sent.Append((char)value);
        return true;
    }

    public bool TryRead(out ReceivedCharacter received) => _arrived.TryDequeue(out received);

    public void AcknowledgeInterrupt() => Acknowledgements++;
}
