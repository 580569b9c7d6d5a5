using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// Arm's PrimeCell UART (DDI 0183): 8 data bits, FIFOs on, at the speed the firmware left. It can be written to before <see cref="Initialize"/> and in a panic.
/// </summary>
public sealed class Pl011 : IConsole
{
    private const ulong DataRegister = 0x00;
    private const ulong FlagRegister = 0x18;
    private const ulong LineControlRegister = 0x2c;
    private const ulong ControlRegister = 0x30;
    private const ulong FifoLevelRegister = 0x34;
    private const ulong InterruptMaskRegister = 0x38;
    private const ulong InterruptClearRegister = 0x44;

    private const uint FlagBusy = 1u << 3;
    private const uint FlagReceiveEmpty = 1u << 4;
    private const uint FlagTransmitFull = 1u << 5;
    private const uint FlagTransmitEmpty = 1u << 7;
    private const int DataErrorsShift = 8;
    private const uint DataErrors = 0xf;
    private const uint LineFifoEnable = 1u << 4;
    private const uint LineEightBits = 3u << 5;
    private const uint ControlEnable = 1u << 0;
    private const uint ControlTransmitEnable = 1u << 8;
    private const uint ControlReceiveEnable = 1u << 9;
    private const uint ReceiveInterrupt = 1u << 4;
    private const uint TransmitInterrupt = 1u << 5;
    private const uint ReceiveTimeoutInterrupt = 1u << 6;
    private const uint AllInterrupts = 0x7ff;

    // A FIFO holds at least this: 16 bytes, 32 from r1p5 on.
    private const int FifoBytes = 16;

    // A FIFO of 32 bytes at 9600 baud takes 33 ms; a register access takes well over 30 ns.
    private const int DrainBound = 1_000_000;

    private readonly IMmio _mmio;
    private readonly PhysicalAddress _registers;
    private bool _hasFifos;
    private int _room;

    /// <summary>Finds the first PL011 of the device tree.</summary>
    /// <exception cref="PanicException">If there is none.</exception>
    public Pl011(IMmio mmio, IHardware hardware)
    {
        DeviceResource resource = hardware.Require("arm,pl011"u8, "serial port", 1, 1);
        _mmio = mmio;
        _registers = resource.Regions[0];
        Interrupt = resource.Interrupts[0];
    }

    /// <inheritdoc/>
    public InterruptId Interrupt { get; }

    /// <inheritdoc/>
    public void Initialize()
    {
        Write(InterruptMaskRegister, 0);
        _room = 0;

        // The line control may change only while the UART is off, and turning it off drops what it is still sending (DDI 0183, 3.3.8). If it never drains, losing a few characters is all there is to lose.
        for (int reads = 0; reads < DrainBound && (Read(FlagRegister) & FlagBusy) != 0; reads++)
        {
        }
        Write(ControlRegister, 0);
        Write(LineControlRegister, LineEightBits | LineFifoEnable);
        Write(FifoLevelRegister, 0);
        Write(InterruptClearRegister, AllInterrupts);
        Write(ControlRegister, ControlEnable | ControlTransmitEnable | ControlReceiveEnable);
        _hasFifos = true;
    }

    /// <summary>
    /// Received bytes interrupt by level or, if there are too few, after a time; both stay raised until the FIFO has been read, masked or not. The transmit interrupt is raised when a FIFO that was fuller falls to an eighth,
    /// and stays raised as well: who finds the FIFO full and then asks for <see cref="ConsoleEvents.Room"/> misses nothing.
    /// </summary>
    public void InterruptOn(ConsoleEvents events)
    {
        uint mask = 0;
        if ((events & ConsoleEvents.Received) != 0) mask |= ReceiveInterrupt | ReceiveTimeoutInterrupt;
        if ((events & ConsoleEvents.Room) != 0) mask |= TransmitInterrupt;
        Write(InterruptMaskRegister, mask);
    }

    /// <summary>Sends one byte if there is room for it. The port is asked once for as many bytes as an empty FIFO holds: a look costs as much as the byte.</summary>
    public bool TryWrite(byte value)
    {
        if (_room == 0) _room = LookForRoom();
        if (_room == 0) return false;
        _room--;
        Write(DataRegister, value);
        return true;
    }

    /// <inheritdoc/>
    public bool HasReceived => (Read(FlagRegister) & FlagReceiveEmpty) == 0;

    /// <inheritdoc/>
    public bool TryRead(out ReceivedCharacter received)
    {
        received = default;
        if (!HasReceived) return false;
        uint data = Read(DataRegister);
        received = new ReceivedCharacter((byte)data, (LineErrors)((data >> DataErrorsShift) & DataErrors));
        return true;
    }

    /// <summary>
    /// Both receive interrupts are levels that fall when the FIFO has been read, and are left alone: clearing them would lose the one of a byte that came after the last <see cref="TryRead"/>. All others are cleared.
    /// </summary>
    public void AcknowledgeInterrupt() => Write(InterruptClearRegister, AllInterrupts & ~(ReceiveInterrupt | ReceiveTimeoutInterrupt));

    private int LookForRoom()
    {
        uint flags = Read(FlagRegister);
        if (_hasFifos && (flags & FlagTransmitEmpty) != 0) return FifoBytes;
        return (flags & FlagTransmitFull) != 0 ? 0 : 1;
    }

    private uint Read(ulong register) => _mmio.Read32(_registers + register);

    private void Write(ulong register, uint value) => _mmio.Write32(_registers + register, value);
}
