using System;
using System.Buffers.Binary;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>virtio-blk (Virtual I/O Device Version 1.2, section 5.2), with the queues that the machine's device has, <see cref="MachineDevice.MostPairs"/> at most. It says itself how many pieces a request may have, and how long ones: as many pages as can be pinned for one.</summary>
/// <param name="owner">All devices of the machine.</param>
/// <param name="device">The machine's device.</param>
/// <param name="mostPins">How many pages can be pinned.</param>
internal sealed class BlockDevice(PassedDevices owner, MachineDevice device, int mostPins) : PassedDevice(owner, device, QueuesOf(device), PassedFeatures)
{
    /// <summary>DeviceID.</summary>
    public const uint Kind = 2;

    private const ulong Multiqueue = 1 << 12;

    // VIRTIO_BLK_F_GEOMETRY, _RO, _BLK_SIZE, _FLUSH, _TOPOLOGY, _MQ, _DISCARD, _WRITE_ZEROES: none of them needs a register to be written.
    private const ulong PassedFeatures = (1 << 4) | (1 << 5) | (1 << 6) | (1 << 9) | (1 << 10) | Multiqueue | (1 << 13) | (1 << 14);

    // VIRTIO_BLK_F_SIZE_MAX, _SEG_MAX.
    private const ulong OwnSizes = (1 << 1) | (1 << 2);

    // struct virtio_blk_config.
    private const uint SizeOffset = 8;
    private const uint SegmentsOffset = 12;
    private const uint QueuesOffset = 34;

    // A header before the pieces of a request and a status behind them have a page each; a piece may lie in two.
    private const int OtherPages = 2;
    private const int PagesOfSegment = 2;

    /// <inheritdoc/>
    protected override int LeastPins => OtherPages + PagesOfSegment;

    /// <inheritdoc/>
    protected override uint ConfigurationBytes => 60;

    /// <inheritdoc/>
    protected override ulong AddedFeatures => OwnSizes;

    private int MostSegments => (Math.Min(mostPins, MachineQueue.MostPieces) - OtherPages) / PagesOfSegment;

    /// <inheritdoc/>
    public override byte ReadConfiguration(uint offset)
    {
        if (offset is QueuesOffset or QueuesOffset + 1) return (byte)(Queues >> (8 * (int)(offset - QueuesOffset)));
        if (offset is < SizeOffset or >= SegmentsOffset + sizeof(uint)) return base.ReadConfiguration(offset);
        Span<byte> sizes = stackalloc byte[2 * sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(sizes, (uint)GranuleNumber.Bytes);
        BinaryPrimitives.WriteUInt32LittleEndian(sizes[sizeof(uint)..], (uint)MostSegments);
        return sizes[(int)(offset - SizeOffset)];
    }

    // A device without the feature has one, whatever else it answers for.
    private static int QueuesOf(MachineDevice device)
    {
        int queues = 1;
        if ((device.Features & Multiqueue) == 0) return queues;
        while (queues < MachineDevice.MostPairs && device[queues] is not null) queues++;
        return queues;
    }
}
