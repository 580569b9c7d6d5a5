using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// Cadence's UART as in the Zynq UltraScale+ (AMD UG1085, chapter 21, and UG1087): 8 data bits, at the speed the firmware left. It can be written to before <see cref="Initialize"/> and in a panic.
/// </summary>
public sealed class CadenceUart : IConsole
{
    // Each FIFO holds this.
    private const int FifoBytes = 64;

    // A full FIFO at 9600 baud takes 67 ms; a register access takes well over 30 ns.
    private const int DrainBound = 2_500_000;

    // The receiver is reset within a few cycles of its clock.
    private const int ResetBound = 100_000;

    private const uint ReceiveInterrupts = CadenceUartBits.ReceiveTrigger | CadenceUartBits.ReceiveTimeout;
    private const uint ErrorInterrupts = CadenceUartBits.FramingError | CadenceUartBits.ParityError | CadenceUartBits.ReceivedBreak | CadenceUartBits.ReceiveOverrun;

    private readonly IMmio _mmio;
    private readonly PhysicalAddress _registers;
    private bool _transmits;
    private int _room;

    /// <summary>Finds the first such UART of the device tree.</summary>
    /// <exception cref="PanicException">If there is none.</exception>
    public CadenceUart(IMmio mmio, IHardware hardware)
    {
        DeviceResource resource = hardware.Require("cdns,uart-r1p12"u8, "serial port", 1, 1);
        _mmio = mmio;
        _registers = resource.Regions[0];
        Interrupt = resource.Interrupts[0];
    }

    /// <inheritdoc/>
    public InterruptId Interrupt { get; }

    /// <summary>Turns the port on; what it had received before is dropped.</summary>
    /// <exception cref="PanicException">If its receiver does not come out of reset.</exception>
    public void Initialize()
    {
        Write(CadenceUartRegister.InterruptDisable, CadenceUartBits.AllInterrupts);
        _room = 0;

        // The mode may change only while nothing is sent. If it never drains, losing a few characters is all there is to lose.
        for (int reads = 0; reads < DrainBound && IsSending; reads++)
        {
        }
        Write(CadenceUartRegister.Control, CadenceUartBits.TransmitDisable | CadenceUartBits.ReceiveDisable | CadenceUartBits.ReceiveReset);
        AwaitReset();
        Write(CadenceUartRegister.Mode, CadenceUartBits.ModeEightBits | (Read(CadenceUartRegister.Mode) & CadenceUartBits.ModeClock));
        Write(CadenceUartRegister.ReceiverTrigger, 1);
        Write(CadenceUartRegister.ReceiverTimeout, 0);
        Write(CadenceUartRegister.InterruptStatus, CadenceUartBits.AllInterrupts);
        Write(CadenceUartRegister.Control, CadenceUartBits.TransmitEnable | CadenceUartBits.ReceiveEnable);
        _transmits = true;
    }

    /// <summary>
    /// Interrupts are events that stay raised until they are cleared, masked or not. That of received bytes is cleared where the FIFO is found empty, so that it is up for as long as there is something to take. Room is
    /// interrupted for when a FIFO has become empty: who finds it full and then asks for <see cref="ConsoleEvents.Room"/> misses nothing, and may be told once too often.
    /// </summary>
    public void InterruptOn(ConsoleEvents events)
    {
        uint wanted = 0;
        if ((events & ConsoleEvents.Received) != 0) wanted |= ReceiveInterrupts;
        if ((events & ConsoleEvents.Room) != 0) wanted |= CadenceUartBits.TransmitEmptied;
        Write(CadenceUartRegister.InterruptDisable, CadenceUartBits.AllInterrupts & ~wanted);
        if (wanted != 0) Write(CadenceUartRegister.InterruptEnable, wanted);
    }

    /// <summary>Sends one byte if there is room for it. The port is asked once for as many bytes as an empty FIFO holds: a look costs as much as the byte.</summary>
    public bool TryWrite(byte value)
    {
        if (!_transmits) EnableTransmitter();
        if (_room == 0) _room = LookForRoom();
        if (_room == 0) return false;
        _room--;
        Write(CadenceUartRegister.Fifo, value);
        return true;
    }

    /// <inheritdoc/>
    public bool HasReceived
    {
        get
        {
            if (!IsReceiverEmpty) return true;
            // A byte that comes between the look and the clearing raises nothing any more, so there is a second look.
            Write(CadenceUartRegister.InterruptStatus, ReceiveInterrupts);
            return !IsReceiverEmpty;
        }
    }

    /// <summary>Takes what was received first, if there is anything. The port does not keep what is wrong with each byte: it is said of the one that is taken next.</summary>
    public bool TryRead(out ReceivedCharacter received)
    {
        received = default;
        if (!HasReceived) return false;
        byte value = (byte)Read(CadenceUartRegister.Fifo);
        uint errors = Read(CadenceUartRegister.InterruptStatus) & ErrorInterrupts;
        if (errors != 0) Write(CadenceUartRegister.InterruptStatus, errors);
        received = new ReceivedCharacter(value, Errors(errors));
        return true;
    }

    /// <summary>All but that of received bytes is cleared, which <see cref="HasReceived"/> clears once it is true that there are none.</summary>
    public void AcknowledgeInterrupt() => Write(CadenceUartRegister.InterruptStatus, CadenceUartBits.AllInterrupts & ~(ReceiveInterrupts | ErrorInterrupts));

    private bool IsReceiverEmpty => (Read(CadenceUartRegister.ChannelStatus) & CadenceUartBits.ReceiveEmpty) != 0;

    private bool IsSending
    {
        get
        {
            uint status = Read(CadenceUartRegister.ChannelStatus);
            bool isOn = (Read(CadenceUartRegister.Control) & (CadenceUartBits.TransmitEnable | CadenceUartBits.TransmitDisable)) == CadenceUartBits.TransmitEnable;
            return isOn && ((status & CadenceUartBits.TransmitEmpty) == 0 || (status & CadenceUartBits.TransmitActive) != 0);
        }
    }

    private static LineErrors Errors(uint raised)
    {
        LineErrors errors = LineErrors.None;
        if ((raised & CadenceUartBits.FramingError) != 0) errors |= LineErrors.Framing;
        if ((raised & CadenceUartBits.ParityError) != 0) errors |= LineErrors.Parity;
        if ((raised & CadenceUartBits.ReceivedBreak) != 0) errors |= LineErrors.Break;
        if ((raised & CadenceUartBits.ReceiveOverrun) != 0) errors |= LineErrors.Overrun;
        return errors;
    }

    // Before Initialize: what has to be said then is said if firmware left the port off, too.
    private void EnableTransmitter()
    {
        uint control = Read(CadenceUartRegister.Control) & ~CadenceUartBits.TransmitDisable;
        Write(CadenceUartRegister.Control, control | CadenceUartBits.TransmitEnable);
        _transmits = true;
    }

    private void AwaitReset()
    {
        for (int reads = 0; reads < ResetBound; reads++)
        {
            if ((Read(CadenceUartRegister.Control) & CadenceUartBits.ReceiveReset) == 0) return;
        }
        Panic.Fail("the serial port's receiver does not come out of reset: RXRES stays set in its control register");
    }

    private int LookForRoom()
    {
        uint status = Read(CadenceUartRegister.ChannelStatus);
        if ((status & CadenceUartBits.TransmitEmpty) != 0) return FifoBytes;
        return (status & CadenceUartBits.TransmitFull) != 0 ? 0 : 1;
    }

    private uint Read(CadenceUartRegister register) => _mmio.Read32(_registers + (ulong)register);

    private void Write(CadenceUartRegister register, uint value) => _mmio.Write32(_registers + (ulong)register, value);
}
