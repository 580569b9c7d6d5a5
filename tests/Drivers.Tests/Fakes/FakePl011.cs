using System;
using System.Collections.Generic;

namespace Pilevisor.Drivers.Tests;

/// <summary>A PL011 with 16-byte FIFOs whose line a test works by hand.</summary>
public sealed class FakePl011 : FakeRegisters
{
    private const int FifoBytes = 16;
    private const uint ReceiveInterrupts = (1 << 4) | (1 << 6);

    private readonly Queue<uint> _received = new();
    private readonly Queue<byte> _transmitting = new();
    private uint _receiveLatch;

    /// <summary>What went out on the line.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>Whether a byte leaves at each look at the flags.</summary>
    public bool LineRuns { get; set; }

    /// <summary>How often somebody has looked at the flags.</summary>
    public int Looks { get; private set; }

    /// <summary>UARTCR; firmware left the port on.</summary>
    public uint Control { get; private set; } = 0x301;

    /// <summary>UARTLCR_H.</summary>
    public uint LineControl { get; private set; }

    /// <summary>UARTIMSC; firmware left something on.</summary>
    public uint InterruptMask { get; private set; } = 0x7ff;

    /// <summary>Whether the interrupt line is up.</summary>
    public bool Interrupt => (_receiveLatch & InterruptMask) != 0;

    /// <summary>A byte arrives, with error bits of UARTDR if any.</summary>
    public void Receive(byte value, uint errors = 0)
    {
        // As QEMU has it: raised by the byte that makes the FIFO non-empty, lowered by the read that empties it, and by UARTICR.
        if (_received.Count == 0) _receiveLatch = ReceiveInterrupts;
        _received.Enqueue(value | errors);
    }

    /// <summary>The line takes all bytes out of the transmit FIFO.</summary>
    public void Drain()
    {
        Sent.AddRange(_transmitting);
        _transmitting.Clear();
    }

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes) => offset switch
    {
        0x00 => ReadData(),
        0x18 => Flags(),
        0x30 => Control,
        0x38 => InterruptMask,
        _ => throw new InvalidOperationException($"read of register {offset:x}"),
    };

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        switch (offset)
        {
            case 0x00:
                if (_transmitting.Count == FifoBytes) throw new InvalidOperationException("write to a full FIFO");
                _transmitting.Enqueue((byte)value);
                break;
            case 0x2c:
                if ((Control & 1) != 0) throw new InvalidOperationException("UARTLCR_H changes while the UART is on");
                LineControl = (uint)value;
                break;
            case 0x30: WriteControl((uint)value); break;
            case 0x34: break;
            case 0x38: InterruptMask = (uint)value; break;
            case 0x44: _receiveLatch &= ~(uint)value; break;
            default: throw new InvalidOperationException($"write of register {offset:x}");
        }
    }

    private uint ReadData()
    {
        if (_received.Count == 0) throw new InvalidOperationException("read from an empty FIFO");
        if (_received.Count == 1) _receiveLatch = 0;
        return _received.Dequeue();
    }

    private void WriteControl(uint value)
    {
        if ((value & 1) == 0) _transmitting.Clear();
        Control = value;
    }

    private uint Flags()
    {
        Looks++;
        uint flags = (_received.Count == 0 ? 1u << 4 : 0) | (_transmitting.Count == FifoBytes ? 1u << 5 : 0) | (_transmitting.Count != 0 ? 1u << 3 : 1u << 7);
        if (LineRuns && _transmitting.Count != 0) Sent.Add(_transmitting.Dequeue());
        return flags;
    }
}
