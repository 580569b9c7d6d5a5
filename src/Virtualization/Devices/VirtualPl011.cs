using System;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's one serial port, a PL011 r1p5 (ARM DDI 0183), on the leader: what the guest sends goes straight to the machine's own port, what arrives there waits here until the guest takes it. Baud rates and line
/// formats are accepted and mean nothing.
/// </summary>
/// <param name="console">The machine's port; nobody else uses it.</param>
/// <param name="lines">The guest's interrupts.</param>
/// <param name="timers">Calls back when the machine's port had no room.</param>
/// <param name="counter">The time.</param>
/// <param name="order">The order of locks.</param>
public sealed class VirtualPl011(IConsole console, IInterruptLines lines, ITimers timers, ICounter counter, LockOrder order)
    : MmioDevice(GuestMachine.Uart, GuestMachine.UartBytes)
{
    /// <summary>Bytes of the transmit FIFO: as in the device that is modelled.</summary>
    public const int TransmitBytes = 16;

    /// <summary>Bytes that wait for the guest at most. The guest sees a FIFO of <see cref="FifoBytes"/> that fills again; more room than that is for pasted text, which no flow control holds back.</summary>
    public const int ReceiveBytes = 4096;

    private const int FifoBytes = 16;

    // The machine's port has no interrupt for room to send: it is tried again after the time of some five bytes at 115,200 baud, as long as bytes wait.
    private const ulong DrainMicroseconds = 500;

    // UARTFR. The modem lines say that somebody is there.
    private const uint ClearToSend = 1 << 0;
    private const uint DataSetReady = 1 << 1;
    private const uint CarrierDetect = 1 << 2;
    private const uint Busy = 1 << 3;
    private const uint ReceiveEmpty = 1 << 4;
    private const uint TransmitFull = 1 << 5;
    private const uint ReceiveFull = 1 << 6;
    private const uint TransmitEmpty = 1 << 7;

    // UARTRIS, UARTIMSC and their like.
    private const uint ReceiveInterrupt = 1 << 4;
    private const uint TransmitInterrupt = 1 << 5;
    private const uint ReceiveTimeoutInterrupt = 1 << 6;
    private const uint OverrunInterrupt = 1 << 10;
    private const uint AllInterrupts = 0x7ff;

    private const uint ControlAtReset = 0x300; // TXE, RXE
    private const uint FifoLevelsAtReset = 0x12; // half full
    private const uint OverrunError = 1 << 3; // UARTRSR.OE

    private readonly SpinLock _lock = new(LockRank.Device, order);
    private readonly ByteQueue _received = new(ReceiveBytes);
    private readonly ByteQueue _toSend = new(TransmitBytes);
    private uint _control = ControlAtReset;
    private uint _lineControl;
    private uint _integerBaud;
    private uint _fractionalBaud;
    private uint _fifoLevels = FifoLevelsAtReset;
    private uint _irdaCounter;
    private uint _dmaControl;
    private uint _mask;
    private uint _raw;
    private uint _receiveStatus;
    private bool _lineIsHigh;
    private bool _isDraining;
    private DrainTimer? _drainTimer;

    /// <summary>Makes its timer known. Boot only.</summary>
    public void Initialize() => timers.Register(_drainTimer = new DrainTimer(this));

    /// <summary>Takes what has arrived at the machine's port.</summary>
    public void TakeReceived()
    {
        _lock.Acquire();
        // Bounded: a port cannot keep up with this loop, but a broken one shall not hold the CPU.
        for (int i = 0; i < ReceiveBytes && console.TryRead(out byte value); i++) Receive(value);
        UpdateLine();
        _lock.Release();
    }

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        value = 0;
        if (!IsRegister(access)) return false;
        _lock.Acquire();
        value = Read(access.Offset);
        UpdateLine();
        _lock.Release();
        return true;
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value)
    {
        if (!IsRegister(access)) return false;
        _lock.Acquire();
        Write((Pl011Register)access.Offset, (uint)value);
        UpdateLine();
        _lock.Release();
        return true;
    }

    // Registers are 8 to 16 bits wide in words of 32; drivers use any of these widths.
    private static bool IsRegister(MmioAccess access) => access.Bytes <= 4 && access.Offset % 4 == 0;

    private uint Read(uint offset) => (Pl011Register)offset switch
    {
        Pl011Register.Data => TakeByte(),
        Pl011Register.ReceiveStatus => _receiveStatus,
        Pl011Register.Flags => Flags(),
        Pl011Register.IrdaCounter => _irdaCounter,
        Pl011Register.IntegerBaud => _integerBaud,
        Pl011Register.FractionalBaud => _fractionalBaud,
        Pl011Register.LineControl => _lineControl,
        Pl011Register.Control => _control,
        Pl011Register.FifoLevels => _fifoLevels,
        Pl011Register.InterruptMask => _mask,
        Pl011Register.RawInterrupts => _raw,
        Pl011Register.MaskedInterrupts => _raw & _mask,
        Pl011Register.DmaControl => _dmaControl,
        >= Pl011Register.Identification => Identification[(int)(offset - (uint)Pl011Register.Identification) / 4],
        _ => 0,
    };

    private void Write(Pl011Register register, uint value)
    {
        switch (register)
        {
            case Pl011Register.Data: SendByte((byte)value); break;
            case Pl011Register.ReceiveStatus: _receiveStatus = 0; break;
            case Pl011Register.IrdaCounter: _irdaCounter = value & 0xff; break;
            case Pl011Register.IntegerBaud: _integerBaud = value & 0xffff; break;
            case Pl011Register.FractionalBaud: _fractionalBaud = value & 0x3f; break;
            case Pl011Register.LineControl: _lineControl = value & 0xff; break;
            case Pl011Register.Control: _control = value & 0xffff; break;
            case Pl011Register.FifoLevels: _fifoLevels = value & 0x3f; break;
            case Pl011Register.InterruptMask: _mask = value & AllInterrupts; break;
            case Pl011Register.InterruptClear: _raw &= ~value; break;
            case Pl011Register.DmaControl: _dmaControl = value & 7; break;
            default: break; // read-only, or no register
        }
    }

    // UARTPeriphID0-3 and UARTPCellID0-3: Arm's PL011, revision r1p5.
    private static ReadOnlySpan<byte> Identification => [0x11, 0x10, 0x34, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

    private uint Flags()
    {
        SendQueued();
        uint flags = ClearToSend | DataSetReady | CarrierDetect;
        if (_toSend.Count > 0) flags |= Busy;
        else flags |= TransmitEmpty;
        if (_toSend.IsFull) flags |= TransmitFull;
        if (_received.Count == 0) flags |= ReceiveEmpty;
        if (_received.Count >= FifoBytes) flags |= ReceiveFull;
        return flags;
    }

    private uint TakeByte()
    {
        if (_received.Count == 0) return 0;
        uint value = _received.First;
        _received.RemoveFirst();

        // The timeout stands for every trigger level: who left bytes behind is told of them again.
        if (_received.Count > 0) _raw |= ReceiveInterrupt | ReceiveTimeoutInterrupt;
        else _raw &= ~(ReceiveInterrupt | ReceiveTimeoutInterrupt);
        return value;
    }

    private void Receive(byte value)
    {
        if (_received.IsFull)
        {
            _raw |= OverrunInterrupt;
            _receiveStatus |= OverrunError;
            return;
        }
        _received.Add(value);
        _raw |= ReceiveInterrupt | ReceiveTimeoutInterrupt;
    }

    // A guest that does not look at TXFF loses its byte, as on the real device.
    private void SendByte(byte value)
    {
        _raw &= ~TransmitInterrupt;
        if (!_toSend.IsFull) _toSend.Add(value);
        SendQueued();
        if (_toSend.Count == 0 || _isDraining) return;
        _isDraining = true;
        timers.Request(_drainTimer!, NextDrain());
    }

    private Cycles NextDrain() => counter.Now + counter.Microseconds(DrainMicroseconds);

    private Cycles Drain()
    {
        _lock.Acquire();
        SendQueued();
        UpdateLine();
        _isDraining = _toSend.Count > 0;
        Cycles next = _isDraining ? NextDrain() : Cycles.Never;
        _lock.Release();
        return next;
    }

    private void SendQueued()
    {
        bool sentAny = false;
        while (_toSend.Count > 0 && console.TryWrite(_toSend.First))
        {
            _toSend.RemoveFirst();
            sentAny = true;
        }
        if (sentAny && _toSend.Count <= TransmitBytes / 2) _raw |= TransmitInterrupt;
    }

    private void UpdateLine()
    {
        bool isHigh = (_raw & _mask) != 0;
        if (isHigh == _lineIsHigh) return;
        _lineIsHigh = isHigh;
        lines.SetLevel(GuestMachine.UartInterrupt, isHigh);
    }

    private sealed class DrainTimer(VirtualPl011 uart) : TimerClient
    {
        public override Cycles OnDeadline(Cycles now) => uart.Drain();
    }
}
