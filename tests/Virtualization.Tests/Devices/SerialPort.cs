using System.Collections.Generic;
using System.Text;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A machine's serial port: a test says what arrives and how much room there is.</summary>
internal sealed class SerialPort : IConsole
{
    private readonly Queue<byte> _arrived = [];
    private readonly StringBuilder _sent = new();

    public string Sent => _sent.ToString();

    public int Room { get; set; } = int.MaxValue;

    public bool IsOn { get; private set; }

    public int Acknowledgements { get; private set; }

    public InterruptId Interrupt => new(33);

    public void Arrive(string text)
    {
        foreach (char character in text) _arrived.Enqueue((byte)character);
    }

    public void Initialize() => IsOn = true;

    public bool TryWrite(byte value)
    {
        if (Room == 0) return false;
        Room--;
        _sent.Append((char)value);
        return true;
    }

    public bool TryRead(out byte value) => _arrived.TryDequeue(out value);

    public void AcknowledgeInterrupt() => Acknowledgements++;
}
