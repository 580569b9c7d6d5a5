using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The first Cadence GEM of the board (Zynq UltraScale+ Technical Reference Manual, UG1085, chapter 34), one with 64-bit addresses: jumbo frames, each received into one buffer and sent from one or two. Its interrupt is for received frames
/// and faults: sent frames are taken back when their room is needed. Frames that are damaged, or that a fault kept from being sent, are counted.
/// </summary>
/// <param name="mmio">Register access.</param>
/// <param name="hardware">The device tree.</param>
/// <param name="barriers">Ordering towards the device.</param>
/// <param name="caches">For one that is not coherent.</param>
/// <param name="uncached">For the rings of one that is not coherent.</param>
/// <param name="counter">Bounds waits.</param>
/// <param name="counters">Counts errors.</param>
public sealed class CadenceGem(IMmio mmio, IHardware hardware, IDmaBarriers barriers, ICacheMaintenance caches, IUncachedMemory uncached, ICounter counter, NodeCounters counters) : ILink
{
    private const int EthernetHeaderBytes = 14;
    private const ulong GroupAddressBit = 1ul << 40;
    private const string NotInitialized = "the network interface is used before it is initialised";

    private GemDevice? _device;
    private GemReceiver? _receiver;
    private GemTransmitter? _transmitter;
    private GemPhy? _phy;

    /// <summary>That of the device tree, or else what firmware left in the interface.</summary>
    public MacAddress Address { get; private set; }

    /// <inheritdoc/>
    public int MaximumFrameBytes { get; private set; }

    /// <inheritdoc/>
    public int HeadroomBytes => 0;

    /// <inheritdoc/>
    public bool Gathers => true;

    /// <summary>That of the first queue: a level.</summary>
    public InterruptId Interrupt => Device.Interrupt;

    /// <summary>How often the link has come up; 0 before it has.</summary>
    public int TimesLinkUp => _phy?.TimesUp ?? 0;

    private GemDevice Device
    {
        get
        {
            Panic.Unless(_device is not null, NotInitialized);
            return _device;
        }
    }

    private GemReceiver Receiver
    {
        get
        {
            Panic.Unless(_receiver is not null, NotInitialized);
            return _receiver;
        }
    }

    private GemTransmitter Transmitter
    {
        get
        {
            Panic.Unless(_transmitter is not null, NotInitialized);
            return _transmitter;
        }
    }

    /// <inheritdoc/>
    /// <exception cref="PanicException">If there is no such device, or none that can be used; the text says what to change.</exception>
    public void Initialize(IPhysicalMemory memory, int wholeBytes, int headBytes)
    {
        Panic.Unless(_device is null, "the network interface is initialised twice");
        DeviceResource resource = hardware.Require("cdns,gem"u8, "network interface", 1, 1);
        GemDevice device = new(mmio, resource);
        uint design = device.Read(GemRegisters.DesignConfiguration6);
        if ((design & GemBits.Has64BitAddresses) == 0) Panic.Fail($"the Cadence GEM at {device.Registers} has no 64-bit addresses (designcfg_debug6 is {design:x}): this driver needs them");
        GemLimits limits = new((int)(device.Read(GemRegisters.DesignConfiguration2) & GemBits.LongestFrameMask), wholeBytes, headBytes);
        MaximumFrameBytes = limits.MaximumFrameBytes;
        uint queues = design & GemBits.QueuesMask;
        Address = ChooseAddress(device, resource.EthernetAddress);
        device.Stop(queues);
        Configure(device, limits);

        GemRings rings = new(in resource, memory, uncached);
        _receiver = new GemReceiver(device, rings.Receive, limits, memory, barriers, caches, counter, counters);
        _transmitter = new GemTransmitter(device, rings.Transmit, barriers, caches, counter, counters);
        barriers.Write();
        device.SetRings(rings, queues);
        _phy = new GemPhy(device, counter);
        _phy.Find();
        device.Start();
        _device = device;
    }

    /// <inheritdoc/>
    public bool TryTransmit(FrameBuffer frame)
    {
        if (frame.Length < EthernetHeaderBytes || frame.FrameBytes > MaximumFrameBytes) RefuseLength(frame.FrameBytes);
        return Transmitter.TryTransmit(frame);
    }

    /// <inheritdoc/>
    public void ReclaimTransmitted() => Transmitter.Reclaim();

    /// <inheritdoc/>
    public bool TryReceive(out ReceivedFrame frame)
    {
        if (Receiver.TryReceive(out frame)) return true;
        _phy?.Follow();
        return false;
    }

    /// <inheritdoc/>
    public void Return(ReceivedFrame frame) => Receiver.Return(frame);

    /// <inheritdoc/>
    public void AcknowledgeInterrupt() => Device.AcknowledgeInterrupt();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseLength(int bytes) => Panic.Fail($"a frame of {bytes} bytes is not between {EthernetHeaderBytes} and {MaximumFrameBytes}");

    private static MacAddress ChooseAddress(GemDevice device, MacAddress described)
    {
        MacAddress address = described.Value != 0 ? described : new MacAddress(OnWire(device.Read(GemRegisters.AddressBottom), device.Read(GemRegisters.AddressTop)));
        if (address.Value == 0 || (address.Value & GroupAddressBit) != 0)
            Panic.Fail($"the Cadence GEM at {device.Registers} has no Ethernet address of its own ({address}): put local-mac-address into its device-tree node, or let firmware set one");
        return address;
    }

    // The registers have the first byte in their lowest bits.
    private static ulong OnWire(uint bottom, uint top) => ((ulong)BinaryPrimitives.ReverseEndianness(bottom) << 16) | (BinaryPrimitives.ReverseEndianness(top) >> 16);

    private void Configure(GemDevice device, GemLimits limits)
    {
        uint bus = (device.Read(GemRegisters.DesignConfiguration1) >> GemBits.DesignBusShift) & 7;
        device.Write(
            GemRegisters.NetworkConfiguration,
            GemBits.JumboFrames | GemBits.RemoveFcs | GemBits.DropPauseFrames | GemBits.ManagementClockThrough96 | ((uint)GemReceiver.FrameOffset << GemBits.BufferOffsetShift) | ((bus >> 1) << GemBits.DataBusShift));
        device.Write(
            GemRegisters.DmaConfiguration,
            GemBits.Addresses64 | GemBits.WholePacketBuffers | GemBits.Burst16 | ((uint)(limits.BufferBytes / GemBits.BufferUnitBytes) << GemBits.BufferSizeShift));
        device.Write(GemRegisters.JumboMaximumLength, limits.JumboBytes);
        device.Write(GemRegisters.AddressBottom, BinaryPrimitives.ReverseEndianness((uint)(Address.Value >> 16)));
        device.Write(GemRegisters.AddressTop, BinaryPrimitives.ReverseEndianness((uint)(Address.Value << 16)));
    }
}
