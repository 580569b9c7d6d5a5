using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// One of the GENET's two DMA engines with ring 16, the one that takes every frame unless a filter says otherwise, and all of the engine's descriptors in it. Descriptor and index go together: index modulo 256 is the
/// descriptor's number.
/// </summary>
/// <param name="registers">The device.</param>
/// <param name="block">Where its descriptors are among the registers; its own registers are behind them.</param>
/// <param name="flowControl">What stands in <see cref="GenetDmaRegister.FlowControl"/>.</param>
/// <param name="name">Its name in texts.</param>
internal sealed class GenetDma(GenetRegisters registers, uint block, uint flowControl, string name)
{
    /// <summary>How many descriptors there are: a power of two.</summary>
    public const int Descriptors = 256;

    /// <summary>Which of the descriptors an index means.</summary>
    public const int DescriptorMask = Descriptors - 1;

    /// <summary>How many bytes each receive buffer has. It is also what the device writes before it hands a part of a longer frame on (RBUF_PKT_RDY_THLD), so a frame that fits is never in parts.</summary>
    public const int BufferBytes = 2048;

    private const uint DescriptorsBytes = Descriptors * GenetDescriptor.Bytes;
    private const uint WordsPerDescriptor = GenetDescriptor.Bytes / sizeof(uint);
    private const uint RingRegistersBytes = 0x40;
    private const int Ring = 16;
    private const uint EnableEngine = 1 << 0;
    private const uint EnableRing = 1u << (Ring + 1);
    private const uint Disabled = 1 << 0;
    private const int RingSizeShift = 16;

    // The BCM2711 moves at most so much at a time, half of what other chips with this controller do.
    private const uint BurstBytes = 8;

    // A frame of 1518 bytes at 10 Mbit/s takes 1.2 ms, and a few may be under way.
    private const ulong StopMicroseconds = 10_000;

    private readonly uint _ring = block + DescriptorsBytes + (Ring * RingRegistersBytes);

    /// <summary>How many descriptors the device is done with; what else stands in the register is above the lower half.</summary>
    public uint DeviceIndex => Read(GenetDmaRegister.DeviceIndex);

    /// <summary>How many the driver is done with, as the device knows it.</summary>
    public ushort DriverIndex => (ushort)Read(GenetDmaRegister.DriverIndex);

    /// <summary>Tells the engine to stop, and its rings too once it has. It ends what it is at.</summary>
    /// <returns>False if it does not within 10 ms.</returns>
    public bool TryStop()
    {
        uint control = Read(GenetDmaRegister.Control);
        Write(GenetDmaRegister.Control, control & ~EnableEngine);
        bool hasStopped = (control & EnableEngine) == 0 || HasStopped();
        if (hasStopped) Write(GenetDmaRegister.Control, 0);
        return hasStopped;
    }

    /// <summary>Waits for an engine that was told to stop, for the last time.</summary>
    /// <exception cref="PanicException">If it does not: it would go on writing into memory that has become someone else's.</exception>
    public void RequireStopped()
    {
        if (!HasStopped()) Panic.Fail($"the {name} DMA of the GENET at {registers.Start} does not stop (DMA_STATUS {Read(GenetDmaRegister.Status):x}): turn the board off and on, and boot it from its SD card");
        Write(GenetDmaRegister.Control, 0);
    }

    /// <summary>Sets the ring up; the engine has stopped.</summary>
    /// <returns>The index at which both sides begin: firmware may have used the ring, and an index may not take a write.</returns>
    public ushort Prepare()
    {
        Write(GenetDmaRegister.Rings, 0);
        Write(GenetDmaRegister.Burst, BurstBytes);
        WriteWide(GenetDmaRegister.FirstWord, 0);
        WriteWide(GenetDmaRegister.LastWord, (Descriptors * WordsPerDescriptor) - 1);
        Write(GenetDmaRegister.RingSize, ((uint)Descriptors << RingSizeShift) | BufferBytes);
        Write(GenetDmaRegister.InterruptThreshold, 1);
        Write(GenetDmaRegister.FlowControl, flowControl);

        // The device's index first: the driver's must not be behind it at any time.
        Write(GenetDmaRegister.DeviceIndex, 0);
        ushort index = (ushort)DeviceIndex;
        Write(GenetDmaRegister.DriverIndex, index);
        uint word = (uint)(index & DescriptorMask) * WordsPerDescriptor;
        WriteWide(GenetDmaRegister.DevicePointer, word);
        WriteWide(GenetDmaRegister.DriverPointer, word);
        return index;
    }

    /// <summary>Turns the ring and the engine on.</summary>
    public void Start()
    {
        Write(GenetDmaRegister.Rings, 1u << Ring);
        Write(GenetDmaRegister.Control, EnableRing | EnableEngine);
    }

    /// <summary>The driver is done with all descriptors before <paramref name="index"/>.</summary>
    public void Publish(ushort index) => Write(GenetDmaRegister.DriverIndex, index);

    /// <summary>The first word of a descriptor: length and bits.</summary>
    public uint ReadStatus(int descriptor) => registers.Read(Offset(descriptor));

    /// <summary>Writes the first word of a descriptor.</summary>
    public void WriteStatus(int descriptor, uint status) => registers.Write(Offset(descriptor), status);

    /// <summary>Says where a descriptor's buffer is.</summary>
    public void WriteAddress(int descriptor, PhysicalAddress address)
    {
        uint offset = Offset(descriptor);
        registers.Write(offset + GenetDescriptor.AddressLow, (uint)address.Value);
        registers.Write(offset + GenetDescriptor.AddressHigh, (uint)(address.Value >> 32));
    }

    private uint Offset(int descriptor) => block + ((uint)descriptor * GenetDescriptor.Bytes);

    private bool HasStopped() => registers.WaitFor(Offset(GenetDmaRegister.Status), Disabled, Disabled, StopMicroseconds);

    private uint Offset(GenetDmaRegister register) => _ring + (uint)register;

    private uint Read(GenetDmaRegister register) => registers.Read(Offset(register));

    private void Write(GenetDmaRegister register, uint value) => registers.Write(Offset(register), value);

    // Pointers into the descriptors are two registers, of which the upper is zero but after a reset may be anything.
    private void WriteWide(GenetDmaRegister register, uint value)
    {
        Write(register, value);
        registers.Write(Offset(register) + sizeof(uint), 0);
    }
}
