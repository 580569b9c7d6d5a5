using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The rings of an interface, in one piece of RAM so that the upper halves of their addresses are the same, as the device has one register for those.</summary>
internal sealed unsafe class GemRings
{
    private const uint AlignmentBytes = 64;

    /// <summary>Makes them.</summary>
    /// <param name="device">Whether it is coherent.</param>
    /// <param name="memory">Where they are if it is.</param>
    /// <param name="uncached">Where they are if it is not.</param>
    public GemRings(in DeviceResource device, IPhysicalMemory memory, IUncachedMemory uncached)
    {
        uint receive = Padded(GemRing.Bytes(GemReceiver.Buffers));
        uint transmit = Padded(GemRing.Bytes(GemTransmitter.Descriptors));
        uint parked = Padded(GemRing.Bytes(1));
        uint total = receive + transmit + (2 * parked);
        PhysicalAddress address = device.IsDmaCoherent ? memory.Allocate(total, GranuleNumber.Bytes, "descriptor rings") : uncached.Allocate(total, AlignmentBytes, "descriptor rings");
        byte* start = device.IsDmaCoherent ? memory.Pointer(address) : uncached.Pointer(address);
        if (address.Value >> 32 != (address.Value + total) >> 32) Panic.Fail($"the descriptor rings at {address} lie across 4 GiB, and the network interface has one register for the upper half of their addresses");
        Receive = new GemRing(start, address, GemReceiver.Buffers);
        Transmit = new GemRing(start + receive, address + receive, GemTransmitter.Descriptors);
        ParkedReceive = new GemRing(start + receive + transmit, address + receive + transmit, 1);
        ParkedTransmit = new GemRing(start + receive + transmit + parked, address + receive + transmit + parked, 1);
        ParkedReceive.Write(0, 0, GemBits.ReceiveOwned | GemBits.ReceiveWrap);
        ParkedTransmit.Write(0, 1, GemBits.TransmitUsed | GemBits.TransmitWrap);
    }

    /// <summary>Frames that arrive.</summary>
    public GemRing Receive { get; }

    /// <summary>Frames to send.</summary>
    public GemRing Transmit { get; }

    /// <summary>For priority queues that are not used: no room for a frame.</summary>
    public GemRing ParkedReceive { get; }

    /// <summary>For priority queues that are not used: nothing to send.</summary>
    public GemRing ParkedTransmit { get; }

    private static uint Padded(uint bytes) => (bytes + AlignmentBytes - 1) & ~(AlignmentBytes - 1);
}
