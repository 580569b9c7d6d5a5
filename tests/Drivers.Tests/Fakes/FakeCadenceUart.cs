using System;
using System.Collections.Generic;

namespace Pilevisor.Drivers.Tests;

/// <summary>A Cadence UART (UG1087) with 64-byte FIFOs whose line a test works by hand. Interrupts are latched by events: nothing is raised again while a condition lasts.</summary>
public sealed class FakeCadenceUart : FakeRegisters
{
    private const int FifoBytes = 64;
    private const uint ReceiveTrigger = 1 << 0;
    private const uint TransmitEmptied = 1 << 3;
    private const uint Overrun = 1 << 5;

    private readonly Queue<byte> _received = new();
    private readonly Queue<byte> _transmitting = new();
    private uint _mask = 0x1fff;
    private uint _trigger = 32;

    /// <summary>What went out on the line.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>Whether a byte leaves at each look at the status.</summary>
    public bool LineRuns { get; set; }

    /// <summary>How often somebody has looked at the status.</summary>
    public int Looks { get; private set; }

    /// <summary>How many more reads of the control register show a reset of the receiver that has been asked for.</summary>
    public int ResetTakes { get; set; }

    /// <summary>Runs at the next look that finds the receive FIFO empty, behind it.</summary>
    public Action? AfterEmptyLook { get; set; }

    /// <summary>Control; firmware left the port on.</summary>
    public uint Control { get; set; } = 0x114;

    /// <summary>Mode; firmware chose parity, and a clock.</summary>
    public uint Mode { get; private set; } = 0x1;

    /// <summary>Which interrupts are enabled.</summary>
    public uint Mask => _mask;

    /// <summary>Which interrupts have been raised.</summary>
    public uint Raised { get; private set; } = 0x8;

    /// <summary>Whether the interrupt line is up.</summary>
    public bool Interrupt => (Raised & _mask) != 0;

    private bool Transmits => (Control & 0x30) == 0x10;

    /// <summary>A byte arrives, and interrupts that say what is wrong with it.</summary>
    public void Receive(byte value, uint errors = 0)
    {
        if ((Control & 0xc) != 0x4) return;
        Raised |= errors;
        if (_received.Count == FifoBytes)
        {
            Raised |= Overrun;
            return;
        }
        _received.Enqueue(value);
        if (_received.Count == _trigger) Raised |= ReceiveTrigger;
    }

    /// <summary>The line takes all bytes out of the transmit FIFO.</summary>
    public void Drain()
    {
        while (_transmitting.Count != 0) SendOne();
    }

    /// <inheritdoc/>
    public override ulong Read(ulong offset, int bytes)
    {
        RequireWord(bytes);
        return offset switch
        {
            0x00 => ReadControl(),
            0x04 => Mode,
            0x10 => _mask,
            0x14 => Raised,
            0x2c => Status(),
            0x30 => _received.Count != 0 ? _received.Dequeue() : throw new InvalidOperationException("read from an empty FIFO"),
            _ => throw new InvalidOperationException($"read of register {offset:x}"),
        };
    }

    /// <inheritdoc/>
    public override void Write(ulong offset, int bytes, ulong value)
    {
        RequireWord(bytes);
        switch (offset)
        {
            case 0x00:
                Control = (uint)value;
                if ((Control & 1) != 0) _received.Clear();
                break;
            case 0x04:
                if (Transmits || (Control & 0xc) == 0x4) throw new InvalidOperationException("the mode changes while the UART is on");
                Mode = (uint)value;
                break;
            case 0x08: _mask |= (uint)value; break;
            case 0x0c: _mask &= ~(uint)value; break;
            case 0x14: Raised &= ~(uint)value; break;
            case 0x1c: break;
            case 0x20: _trigger = value is >= 1 and <= 63 ? (uint)value : throw new InvalidOperationException($"a trigger level of {value}"); break;
            case 0x30: Transmit((byte)value); break;
            default: throw new InvalidOperationException($"write of register {offset:x}");
        }
    }

    private static void RequireWord(int bytes)
    {
        if (bytes != 4) throw new InvalidOperationException($"an access of {bytes} bytes");
    }

    private void Transmit(byte value)
    {
        if (_transmitting.Count == FifoBytes) throw new InvalidOperationException("write to a full FIFO");
        if (Transmits) _transmitting.Enqueue(value);
    }

    private void SendOne()
    {
        Sent.Add(_transmitting.Dequeue());
        if (_transmitting.Count == 0) Raised |= TransmitEmptied;
    }

    private uint ReadControl()
    {
        if (ResetTakes > 0) ResetTakes--;
        else Control &= ~3u;
        return Control;
    }

    private uint Status()
    {
        Looks++;
        uint status = (_received.Count == 0 ? 1u << 1 : 0) | (_transmitting.Count == 0 ? 1u << 3 : 1u << 11) | (_transmitting.Count == FifoBytes ? 1u << 4 : 0);
        if (LineRuns && _transmitting.Count != 0) SendOne();
        if (_received.Count == 0 && AfterEmptyLook is { } after)
        {
            AfterEmptyLook = null;
            after();
        }
        return status;
    }
}
