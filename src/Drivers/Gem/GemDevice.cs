using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The registers of an interface that receiver and transmitter share. What is written to network_control is always the whole of it, so no lock is needed.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="resource">Where it is.</param>
internal sealed class GemDevice(IMmio mmio, DeviceResource resource)
{
    private const uint Receiving = GemBits.EnableManagement | GemBits.EnableReceive;
    private const uint Running = Receiving | GemBits.EnableTransmit;

    private readonly PhysicalAddress _registers = resource.Regions[0];
    private bool _clearsOnRead;
    private bool _wasStarved;
    private bool _hasTransmitFault;

    /// <summary>Where its registers are: its name in texts.</summary>
    public PhysicalAddress Registers => _registers;

    /// <summary>Its interrupt: a level. Priority queues that have others are parked, with those held back.</summary>
    public InterruptId Interrupt { get; } = resource.Interrupts[0];

    /// <summary>Whether its DMA goes through the caches.</summary>
    public bool IsCoherent { get; } = resource.IsDmaCoherent;

    /// <summary>Reads a register.</summary>
    public uint Read(uint register) => mmio.Read32(_registers + register);

    /// <summary>Writes a register.</summary>
    public void Write(uint register, uint value) => mmio.Write32(_registers + register, value);

    /// <summary>Stops whatever an earlier driver has under way, forgets what it left, and lets the management port work.</summary>
    public void Stop(uint queues)
    {
        Write(GemRegisters.NetworkControl, 0);
        Write(GemRegisters.NetworkControl, GemBits.ClearStatistics);
        Write(GemRegisters.InterruptDisable, ~0u);
        for (int queue = 1; queues >> queue != 0; queue++)
        {
            if (((queues >> queue) & 1) != 0) Write(GemRegisters.InterruptDisable1 + Behind(queue), ~0u);
        }
        Write(GemRegisters.TransmitStatus, ~0u);
        Write(GemRegisters.ReceiveStatus, ~0u);
        _clearsOnRead = (Read(GemRegisters.DesignConfiguration1) & GemBits.ClearsOnRead) != 0;
        TakeInterrupts();
        Write(GemRegisters.NetworkControl, GemBits.EnableManagement);
    }

    /// <summary>Tells it where the rings are: those of priority queues that it has besides are parked.</summary>
    public void SetRings(GemRings rings, uint queues)
    {
        Write(GemRegisters.ReceiveQueueHigh, (uint)(rings.Receive.Address.Value >> 32));
        Write(GemRegisters.TransmitQueueHigh, (uint)(rings.Transmit.Address.Value >> 32));
        Write(GemRegisters.ReceiveQueue, (uint)rings.Receive.Address.Value);
        Write(GemRegisters.TransmitQueue, (uint)rings.Transmit.Address.Value);
        for (int queue = 1; queues >> queue != 0; queue++)
        {
            if (((queues >> queue) & 1) == 0) continue;
            Write(GemRegisters.ReceiveQueue1 + Behind(queue), (uint)rings.ParkedReceive.Address.Value);
            Write(GemRegisters.TransmitQueue1 + Behind(queue), (uint)rings.ParkedTransmit.Address.Value);
        }
    }

    /// <summary>It may begin: rings and buffers are there.</summary>
    public void Start()
    {
        Write(GemRegisters.InterruptEnable, GemBits.ReceiveComplete | GemBits.ReceiveUsed | GemBits.ReceiveOverrun | GemBits.TransmitFaultInterrupts);
        Write(GemRegisters.NetworkControl, Running);
    }

    /// <summary>
    /// Makes it look at its next receive descriptor again: it looks one ahead, and some (QEMU's) remember that it was not theirs until this register is written.
    /// </summary>
    public void ResumeReception() => Write(GemRegisters.NetworkControl, Running);

    /// <summary>Makes it look for frames to send.</summary>
    public void StartTransmission() => Write(GemRegisters.NetworkControl, Running | GemBits.StartTransmission);

    /// <summary>Stops the transmitter: it begins at the start of its ring when it is on again.</summary>
    public void StopTransmitter() => Write(GemRegisters.NetworkControl, Receiving);

    /// <summary>Turns the transmitter on again; it waits for <see cref="StartTransmission"/>.</summary>
    public void ResumeTransmitter() => Write(GemRegisters.NetworkControl, Running);

    /// <summary>Quiets the interrupt and keeps what it said for the two sides, which other CPUs may be on.</summary>
    public void AcknowledgeInterrupt()
    {
        uint reasons = TakeInterrupts();
        if ((reasons & GemBits.ReceiveUsed) != 0) Volatile.Write(ref _wasStarved, true);
        if ((reasons & GemBits.TransmitFaultInterrupts) != 0) Volatile.Write(ref _hasTransmitFault, true);
    }

    /// <summary>Whether it has said since the last call that it found no receive buffer.</summary>
    public bool TakeStarvation()
    {
        if (!Volatile.Read(ref _wasStarved)) return false;
        Volatile.Write(ref _wasStarved, false);
        return true;
    }

    /// <summary>The same, asked of its status register: an interrupt may get lost.</summary>
    public bool AskForStarvation()
    {
        if ((Read(GemRegisters.ReceiveStatus) & GemBits.BufferNotAvailable) == 0) return false;
        Write(GemRegisters.ReceiveStatus, GemBits.BufferNotAvailable);
        return true;
    }

    /// <summary>Whether it has said since the last call that its transmitter stopped over a fault.</summary>
    public bool TakeTransmitFault()
    {
        if (!Volatile.Read(ref _hasTransmitFault)) return false;
        Volatile.Write(ref _hasTransmitFault, false);
        return AskForTransmitFault();
    }

    /// <summary>The same, asked of its status register.</summary>
    public bool AskForTransmitFault()
    {
        uint faults = Read(GemRegisters.TransmitStatus) & GemBits.TransmitFaults;
        if (faults != 0) Write(GemRegisters.TransmitStatus, faults);
        return faults != 0;
    }

    private static uint Behind(int queue) => (uint)(queue - 1) * sizeof(uint);

    private uint TakeInterrupts()
    {
        uint reasons = Read(GemRegisters.InterruptStatus);
        if (!_clearsOnRead && reasons != 0) Write(GemRegisters.InterruptStatus, reasons);
        return reasons;
    }
}
