using System;
using Pilevisor.Interconnect;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// The guest's one serial port, a PL011 r1p5 (ARM DDI 0183), on the leader, over the machine's own. What the guest sends goes on as far as the machine's port has room. What arrives is taken from there as far as the guest's
/// FIFO has room and not a byte further: the rest stays in the machine's port, which interrupts for it no longer, until the guest has read, so that whoever sends is held back by the line instead of losing what it sends. Baud
/// rates and line formats are accepted and mean nothing.
/// </summary>
/// <param name="console">The machine's port; nobody else uses it.</param>
/// <param name="lines">The guest's interrupts.</param>
/// <param name="grants">What the fronts may take.</param>
/// <param name="front">This node's front, if it is not the leader.</param>
/// <param name="topology">Where an access comes from.</param>
/// <param name="order">The order of locks.</param>
public sealed class VirtualPl011(IConsole console, IInterruptLines lines, Pl011Grants grants, Pl011Front front, VcpuTopology topology, ILockOrder order)
    : MmioDevice(Registers, RegisterBytes)
{
    /// <summary>The phandle of the clock that it and its neighbours on the peripheral bus run by, which it describes.</summary>
    public const uint PhandleOfClock = 2;

    private const uint RegisterBytes = 0x1000;

    // What PL011s on Arm's own boards have. It only scales baud rates, which mean nothing here.
    private const uint ClockHz = 24_000_000;

    private const uint ControlAtReset = Pl011Bits.TransmitEnable | Pl011Bits.ReceiveEnable;
    private const uint FifoLevelsAtReset = 0x12; // half full
    // What all fronts together may have taken: there is always room for it behind what the guest writes here.
    private const int GrantedBytes = NodeId.MaximumNodes * Pl011Grants.Room;

    private readonly SpinLock _lock = new(LockRank.Device, order);
    private readonly Pl011Fifo _received = new(Pl011Fifo.Depth);
    private readonly Pl011Fifo _toSend = new(2 * GrantedBytes);
    private uint _control = ControlAtReset;
    private uint _lineControl;
    private uint _integerBaud;
    private uint _fractionalBaud;
    private uint _fifoLevels = FifoLevelsAtReset;
    private uint _irdaCounter;
    private uint _dmaControl;
    private uint _mask;
    private uint _raw;
    private LineErrors _receiveStatus;
    private bool _lineIsHigh;
    private ConsoleEvents _awaited;

    /// <summary>UARTDR, as on QEMU's virt machine.</summary>
    public static GuestPhysicalAddress Registers => new(0x0900_0000);

    /// <summary>Its interrupt: SPI 1.</summary>
    public static InterruptId Interrupt => new(33);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> ConsoleNode => "pl011"u8;

    // Without FIFOs there is one holding register each way.
    private int Depth => (_lineControl & Pl011Bits.FifoEnable) != 0 ? Pl011Fifo.Depth : 1;

    /// <inheritdoc/>
    public override void Describe(ref DeviceTreeWriter tree)
    {
        tree.BeginNode("apb-pclk"u8);
        tree.Text("compatible"u8, "fixed-clock"u8);
        tree.Cell("#clock-cells"u8, 0);
        tree.Cell("clock-frequency"u8, ClockHz);
        tree.Text("clock-output-names"u8, "clk24mhz"u8);
        tree.Cell("phandle"u8, PhandleOfClock);
        tree.EndNode();

        tree.BeginNode(ConsoleNode, Start.Value);
        tree.Text("compatible"u8, "arm,pl011\0arm,primecell"u8);
        tree.Region(Start, Bytes);
        tree.Interrupts(stackalloc InterruptId[] { Interrupt });
        tree.BeginProperty("clocks"u8, 2 * sizeof(uint));
        tree.Word(PhandleOfClock);
        tree.Word(PhandleOfClock);
        tree.Text("clock-names"u8, "uartclk\0apb_pclk"u8);
        tree.EndNode();
    }

    /// <summary>Takes what has arrived at the machine's port and sends what waits for room there, both as far as it goes. Called at first, and whenever that port interrupts.</summary>
    public void ServePort()
    {
        _lock.Acquire();
        console.AcknowledgeInterrupt();
        if (grants.IsAnyOut && console.HasReceived) grants.Recall();
        TakeReceived();
        SendQueued();
        Await();
        UpdateLine();
        _lock.Release();
    }

    /// <summary>A front's bytes have come.</summary>
    /// <param name="message">Its message.</param>
    public void TakeBytes(in ReceivedMessage message)
    {
        GatheredBytes bytes = message.Read<GatheredBytes>();
        message.Require(bytes.Count <= GatheredBytes.Capacity && grants.Covers(message.From, bytes.Count), "the console's bytes are more than it was granted");
        _lock.Acquire();
        _raw &= ~Pl011Bits.TransmitInterrupt;
        foreach (byte value in bytes.Values) _toSend.Add(value);
        grants.Use(message.From, bytes.Count);
        SendQueued();
        Await();
        UpdateLine();
        _lock.Release();
    }

    /// <summary>A front has given its grant back; behind the last of them, what has arrived can be received.</summary>
    /// <param name="message">Its message.</param>
    public void TakeGrantBack(in ReceivedMessage message)
    {
        message.Require(grants.Awaits(message.From), "it gives back the console's room, and was not asked");
        _lock.Acquire();
        EndGrant(message.From);
        _lock.Release();
    }

    /// <summary><paramref name="node"/> is about to leave, and nobody writes there any more: its grant ends, unless it is on its way back.</summary>
    internal void Dismiss(NodeId node)
    {
        _lock.Acquire();
        if (!grants.Awaits(node)) grants.TakeBack(node);
        _lock.Release();
    }

    /// <summary><paramref name="node"/> has died: its grant ends.</summary>
    internal void Bury(NodeId node)
    {
        _lock.Acquire();
        EndGrant(node);
        _lock.Release();
    }

    private void EndGrant(NodeId node)
    {
        grants.TakeBack(node);
        TakeReceived();
        Await();
        UpdateLine();
    }

    /// <summary>Whether the front of <paramref name="node"/> has no grant.</summary>
    internal bool HasDone(NodeId node)
    {
        _lock.Acquire();
        bool hasDone = !grants.Holds(node);
        _lock.Release();
        return hasDone;
    }

    /// <inheritdoc/>
    public override bool TryReadAfar(MmioAccess access, out ulong value)
    {
        value = 0;
        return IsRegister(access) && front.TryRead(access.Offset, out value);
    }

    /// <inheritdoc/>
    public override bool TryWriteAfar(MmioAccess access, ulong value) => IsRegister(access) && front.TryWrite(access.Offset, value);

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        value = 0;
        if (!IsRegister(access)) return false;
        _lock.Acquire();
        value = Read(access.Offset);
        if (access.Offset == (uint)Pl011Register.Flags) Offer(access.Vcpu);
        Await();
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
        Await();
        UpdateLine();
        _lock.Release();
        return true;
    }

    // Registers are 8 to 16 bits wide in words of 32; drivers use any of these widths.
    private static bool IsRegister(MmioAccess access) => access.Bytes <= 4 && access.Offset % 4 == 0;

    private uint Read(uint offset) => (Pl011Register)offset switch
    {
        Pl011Register.Data => TakeCharacter(),
        Pl011Register.ReceiveStatus => (uint)_receiveStatus,
        Pl011Register.Flags => (uint)Flags(),
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
            case Pl011Register.ReceiveStatus: _receiveStatus = LineErrors.None; break;
            case Pl011Register.IrdaCounter: _irdaCounter = value & 0xff; break;
            case Pl011Register.IntegerBaud: _integerBaud = value & 0xffff; break;
            case Pl011Register.FractionalBaud: _fractionalBaud = value & 0x3f; break;
            case Pl011Register.LineControl: _lineControl = value & 0xff; break;
            case Pl011Register.Control: _control = value & 0xffff; break;
            case Pl011Register.FifoLevels: _fifoLevels = value & 0x3f; break;
            case Pl011Register.InterruptMask: _mask = value & Pl011Bits.AllInterrupts; break;
            case Pl011Register.InterruptClear: _raw &= ~value; break;
            case Pl011Register.DmaControl: _dmaControl = value & 7; break;
            default: break; // read-only, or no register
        }
    }

    // UARTPeriphID0-3 and UARTPCellID0-3: Arm's PL011, revision r1p5.
    private static ReadOnlySpan<byte> Identification => [0x11, 0x10, 0x34, 0x00, 0x0d, 0xf0, 0x05, 0xb1];

    private Pl011Flags Flags()
    {
        SendQueued();
        Pl011Flags flags = Pl011Flags.ModemLines | (_toSend.Count > 0 ? Pl011Flags.Busy : Pl011Flags.TransmitEmpty);
        if (_toSend.Count >= Depth) flags |= Pl011Flags.TransmitFull;
        if (_received.Count == 0) flags |= Pl011Flags.ReceiveEmpty;
        if (_received.Count >= Depth) flags |= Pl011Flags.ReceiveFull;
        return flags;
    }

    // A front can know the flags only while nothing has been received; and without FIFOs each byte is asked for.
    private void Offer(VcpuId vcpu)
    {
        if (topology.IsLocal(vcpu) || _received.Count > 0 || _toSend.Count >= Depth || Depth == 1) return;
        grants.Offer(topology.NodeOf(vcpu));
    }

    private uint TakeCharacter()
    {
        if (_received.Count == 0) return 0;
        uint value = _received.First;
        _received.RemoveFirst();
        _receiveStatus = (_receiveStatus & LineErrors.Overrun) | (LineErrors)(value >> Pl011Bits.DataErrorsShift);
        if (IsHoldingBack) TakeReceived();

        // The timeout stands for every trigger level: who left bytes behind is told of them again.
        if (_received.Count > 0) _raw |= Pl011Bits.ReceiveInterrupt | Pl011Bits.ReceiveTimeoutInterrupt;
        else _raw &= ~(Pl011Bits.ReceiveInterrupt | Pl011Bits.ReceiveTimeoutInterrupt);
        return value;
    }

    // While there is no room here, the machine's port keeps what arrives and does not interrupt for it.
    private bool IsHoldingBack => (_awaited & ConsoleEvents.Received) == 0;

    private void TakeReceived()
    {
        if (grants.IsAnyOut) return;
        while (_received.Count < Depth && console.TryRead(out ReceivedCharacter character)) Receive(character);
    }

    private void Receive(ReceivedCharacter character)
    {
        uint errors = (uint)character.Errors;
        _received.Add((ushort)(character.Value | (errors << Pl011Bits.DataErrorsShift)));
        _receiveStatus |= character.Errors & LineErrors.Overrun;
        _raw |= Pl011Bits.ReceiveInterrupt | Pl011Bits.ReceiveTimeoutInterrupt | (errors << Pl011Bits.FirstErrorInterrupt);
    }

    // A guest that does not look at TXFF loses its bytes at some time, as on the real device.
    private void SendByte(byte value)
    {
        _raw &= ~Pl011Bits.TransmitInterrupt;
        if (_toSend.Count < GrantedBytes) _toSend.Add(value);
        SendQueued();
    }

    private void SendQueued()
    {
        bool sentAny = false;
        while (_toSend.Count > 0 && console.TryWrite((byte)_toSend.First))
        {
            _toSend.RemoveFirst();
            sentAny = true;
        }
        if (sentAny && _toSend.Count <= Depth / 2) _raw |= Pl011Bits.TransmitInterrupt;
        if (_toSend.Count < Depth) grants.Repay();
    }

    private void Await()
    {
        ConsoleEvents events = ConsoleEvents.None;
        if (_received.Count < Depth && !grants.IsRecalling) events |= ConsoleEvents.Received;
        if (_toSend.Count > 0) events |= ConsoleEvents.Room;
        if (events == _awaited) return;
        _awaited = events;
        console.InterruptOn(events);
    }

    private void UpdateLine()
    {
        bool isHigh = (_raw & _mask) != 0;
        if (isHigh == _lineIsHigh) return;
        _lineIsHigh = isHigh;
        lines.SetLevel(Interrupt, isHigh);
    }
}
