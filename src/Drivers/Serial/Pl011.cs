using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// Arm's PrimeCell UART (DDI 0183): 8 data bits, FIFOs on, at the speed the firmware left. It can be written to before <see cref="Initialize"/> and in a panic.
/// </summary>
public sealed class Pl011 : IConsole
{
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
        Write(Pl011Register.InterruptMask, 0);
        _room = 0;

        // The line control may change only while the UART is off, and turning it off drops what it is still sending (DDI 0183, 3.3.8). If it never drains, losing a few characters is all there is to lose.
        for (int reads = 0; reads < DrainBound && (ReadFlags() & Pl011Flags.Busy) != 0; reads++)
        {
        }
        Write(Pl011Register.Control, 0);
        Write(Pl011Register.LineControl, Pl011Bits.EightBits | Pl011Bits.FifoEnable);
        Write(Pl011Register.FifoLevels, 0);
        Write(Pl011Register.InterruptClear, Pl011Bits.AllInterrupts);
        Write(Pl011Register.Control, Pl011Bits.Enable | Pl011Bits.TransmitEnable | Pl011Bits.ReceiveEnable);
        _hasFifos = true;
    }

    /// <summary>
    /// Received bytes interrupt by level or, if there are too few, after a time; both stay raised until the FIFO has been read, masked or not. The transmit interrupt is raised when a FIFO that was fuller falls to an eighth,
    /// and stays raised as well: who finds the FIFO full and then asks for <see cref="ConsoleEvents.Room"/> misses nothing.
    /// </summary>
    public void InterruptOn(ConsoleEvents events)
    {
        uint mask = 0;
        if ((events & ConsoleEvents.Received) != 0) mask |= Pl011Bits.ReceiveInterrupt | Pl011Bits.ReceiveTimeoutInterrupt;
        if ((events & ConsoleEvents.Room) != 0) mask |= Pl011Bits.TransmitInterrupt;
        Write(Pl011Register.InterruptMask, mask);
    }

    /// <summary>Sends one byte if there is room for it. The port is asked once for as many bytes as an empty FIFO holds: a look costs as much as the byte.</summary>
    public bool TryWrite(byte value)
    {
        if (_room == 0) _room = LookForRoom();
        if (_room == 0) return false;
        _room--;
        Write(Pl011Register.Data, value);
        return true;
    }

    /// <inheritdoc/>
    public bool HasReceived => (ReadFlags() & Pl011Flags.ReceiveEmpty) == 0;

    /// <inheritdoc/>
    public bool TryRead(out ReceivedCharacter received)
    {
        received = default;
        if (!HasReceived) return false;
        uint data = Read(Pl011Register.Data);
        received = new ReceivedCharacter((byte)data, (LineErrors)((data >> Pl011Bits.DataErrorsShift) & Pl011Bits.DataErrors));
        return true;
    }

    /// <summary>
    /// Both receive interrupts are levels that fall when the FIFO has been read, and are left alone: clearing them would lose the one of a byte that came after the last <see cref="TryRead"/>. All others are cleared.
    /// </summary>
    public void AcknowledgeInterrupt() => Write(Pl011Register.InterruptClear, Pl011Bits.AllInterrupts & ~(Pl011Bits.ReceiveInterrupt | Pl011Bits.ReceiveTimeoutInterrupt));

    private int LookForRoom()
    {
        Pl011Flags flags = ReadFlags();
        if (_hasFifos && (flags & Pl011Flags.TransmitEmpty) != 0) return FifoBytes;
        return (flags & Pl011Flags.TransmitFull) != 0 ? 0 : 1;
    }

    private Pl011Flags ReadFlags() => (Pl011Flags)Read(Pl011Register.Flags);

    private uint Read(Pl011Register register) => _mmio.Read32(_registers + (ulong)register);

    private void Write(Pl011Register register, uint value) => _mmio.Write32(_registers + (ulong)register, value);
}
