using System;
using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// A virtio network interface (Virtual I/O Device Version 1.2, section 5.1): the first one among the board's virtio-mmio slots, without offloads and without mergeable buffers. A frame and the header in
/// front of it are one descriptor, and what of it is elsewhere another, so nothing is copied. The interrupt is for received frames only: sent ones are taken back when their room is needed.
/// </summary>
/// <param name="mmio">Register access.</param>
/// <param name="hardware">The device tree.</param>
/// <param name="barriers">Ordering towards the device.</param>
public sealed class VirtioNet(IMmio mmio, IHardware hardware, IDmaBarriers barriers) : ILink
{
    /// <summary>sizeof(struct virtio_net_hdr): all zero in both directions, as no offload was agreed on.</summary>
    internal const int HeaderBytes = 12;

    private const int EthernetHeaderBytes = 14;

    /// <summary>The kind: DeviceID.</summary>
    internal const uint NetworkDeviceId = 1;

    private const ulong FeatureMtu = 1ul << 3;
    private const ulong FeatureMac = 1ul << 5;
    private const ulong RequiredFeatures = VirtioStatus.FeatureVersion1 | FeatureMac;
    private const ulong OptionalFeatures = VirtioMmioTransport.FeatureOrderPlatform | FeatureMtu;
    private const int MacOffset = 0;
    private const int MacBytes = 6;
    private const int MtuOffset = 10;
    private const int MtuBytes = 2;
    private const int ReceiveQueue = 0;
    private const int TransmitQueue = 1;
    private const string NotInitialized = "the network interface is used before it is initialised";

    private VirtioMmioTransport? _device;
    private VirtioNetReceiver? _receiver;
    private VirtioNetTransmitter? _transmitter;

    /// <inheritdoc/>
    public MacAddress Address { get; private set; }

    /// <summary>A head and a page, or less if the device says so when it is initialised.</summary>
    public int MaximumFrameBytes { get; private set; }

    /// <inheritdoc/>
    public int HeadroomBytes => HeaderBytes;

    /// <inheritdoc/>
    public bool Gathers => true;

    /// <summary>The interrupt of the device that was found: a level.</summary>
    public InterruptId Interrupt => Device.Interrupt;

    private VirtioMmioTransport Device
    {
        get
        {
            Panic.Unless(_device is not null, NotInitialized);
            return _device;
        }
    }

    private VirtioNetReceiver Receiver
    {
        get
        {
            Panic.Unless(_receiver is not null, NotInitialized);
            return _receiver;
        }
    }

    private VirtioNetTransmitter Transmitter
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
        if (!new VirtioMmioBus(mmio, hardware).TryFind(NetworkDeviceId, out VirtioMmioTransport? device))
        {
            Panic.Fail("no virtio,mmio slot of this machine has a network interface: give the machine a virtio-net-device");
        }
        device.Reset();
        ulong features = device.Negotiate(RequiredFeatures, OptionalFeatures);
        MaximumFrameBytes = headBytes + (int)GranuleNumber.Bytes;
        ReadConfiguration(device, (features & FeatureMtu) != 0);

        VirtQueue receive = new(memory, barriers, "receive queue");
        VirtQueue transmit = new(memory, barriers, "transmit queue");
        transmit.SuppressInterrupts();
        device.AddQueue(ReceiveQueue, receive);
        device.AddQueue(TransmitQueue, transmit);
        device.Start();

        _receiver = new VirtioNetReceiver(device, ReceiveQueue, receive, new VirtioNetReceiveBuffers(memory, wholeBytes, headBytes));
        _transmitter = new VirtioNetTransmitter(device, TransmitQueue, transmit);
        _device = device;
        _receiver.Start();
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
    public bool TryReceive(out ReceivedFrame frame) => Receiver.TryReceive(out frame);

    /// <inheritdoc/>
    public void Return(ReceivedFrame frame) => Receiver.Return(frame);

    /// <inheritdoc/>
    /// <exception cref="PanicException">If the device says that it is broken.</exception>
    public void AcknowledgeInterrupt() => Device.AcknowledgeInterrupt();

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseLength(int bytes) => Panic.Fail($"a frame of {bytes} bytes is not between {EthernetHeaderBytes} and {MaximumFrameBytes}");

    private void ReadConfiguration(VirtioMmioTransport device, bool hasMtu)
    {
        // The address stands there in the order of the wire.
        ulong mac = device.ReadConfiguration(MacOffset, MacBytes);
        Address = new MacAddress(BinaryPrimitives.ReverseEndianness(mac) >> 16);
        if (hasMtu) MaximumFrameBytes = Math.Min(MaximumFrameBytes, EthernetHeaderBytes + (int)device.ReadConfiguration(MtuOffset, MtuBytes));
    }
}
