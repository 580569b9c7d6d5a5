using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// Arm's PrimeCell UART (DDI 0183): 8 data bits, FIFOs on, at the speed the firmware left. It can be written to before <see cref="Initialize"/> and in a panic: a write is two register accesses and
/// changes no state of the driver.
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
    private const uint DataErrors = 0b0111 << 8;
    private const uint LineFifoEnable = 1u << 4;
    private const uint LineEightBits = 3u << 5;
    private const uint ControlEnable = 1u << 0;
    private const uint ControlTransmitEnable = 1u << 8;
    private const uint ControlReceiveEnable = 1u << 9;
    private const uint ReceiveInterrupt = 1u << 4;
    private const uint ReceiveTimeoutInterrupt = 1u << 6;
    private const uint AllInterrupts = 0x7ff;

    // A FIFO of 32 bytes at 9600 baud takes 33 ms; a register access takes well over 30 ns.
    private const int DrainBound = 1_000_000;
    private const int FifoBytes = 32;

    private readonly IMmio _mmio;
    private readonly PhysicalAddress _registers;

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

        // The line control may change only while the UART is off, and turning it off drops what it is still sending (DDI 0183, 3.3.8). If it never drains, losing a few characters is all there is to lose.
        for (int reads = 0; reads < DrainBound && (Read(FlagRegister) & FlagBusy) != 0; reads++)
        {
        }
        Write(ControlRegister, 0);
        Write(LineControlRegister, LineEightBits | LineFifoEnable);
        Write(FifoLevelRegister, 0);
        Write(InterruptClearRegister, AllInterrupts);
        Write(ControlRegister, ControlEnable | ControlTransmitEnable | ControlReceiveEnable);
        Write(InterruptMaskRegister, ReceiveInterrupt | ReceiveTimeoutInterrupt);
    }

    /// <inheritdoc/>
    public bool TryWrite(byte value)
    {
        if ((Read(FlagRegister) & FlagTransmitFull) != 0) return false;
        Write(DataRegister, value);
        return true;
    }

    /// <summary>Takes one received byte if there is one. Bytes with a framing or parity error, and breaks, are noise on the line and are dropped.</summary>
    public bool TryRead(out byte value)
    {
        for (int i = 0; i < FifoBytes && (Read(FlagRegister) & FlagReceiveEmpty) == 0; i++)
        {
            uint data = Read(DataRegister);
            value = (byte)data;
            if ((data & DataErrors) == 0) return true;
        }
        value = 0;
        return false;
    }

    /// <summary>
    /// Nothing is left to do once all bytes were taken: both receive interrupts are levels that fall when the FIFO is empty. Clearing them here would lose the one of a byte that came after the last
    /// <see cref="TryRead"/>. All other interrupts are masked; what they have latched is cleared.
    /// </summary>
    public void AcknowledgeInterrupt() => Write(InterruptClearRegister, AllInterrupts & ~(ReceiveInterrupt | ReceiveTimeoutInterrupt));

    private uint Read(ulong register) => _mmio.Read32(_registers + register);

    private void Write(ulong register, uint value) => _mmio.Write32(_registers + register, value);
}
