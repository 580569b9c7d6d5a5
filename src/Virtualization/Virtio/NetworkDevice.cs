using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>virtio-net (Virtual I/O Device Version 1.2, section 5.1), with a queue for either way; or with as many pairs as the machine's device has, and the control queue by which a driver says how many of them it uses. What it sends may be long and without checksums; what it receives is a frame of Ethernet's.</summary>
/// <param name="owner">All devices of the machine.</param>
/// <param name="device">The machine's device.</param>
internal sealed class NetworkDevice(PassedDevices owner, MachineDevice device) : PassedDevice(owner, device, QueuesOf(device), PassedFeatures)
{
    /// <summary>DeviceID.</summary>
    public const uint Kind = 1;

    private const int Pair = 2;

    // VIRTIO_NET_F_CTRL_VQ, _MQ.
    private const ulong SeveralPairs = (1 << 17) | (1 << 22);

    // VIRTIO_NET_F_CSUM, _MTU, _MAC, _HOST_TSO4, _HOST_TSO6, _HOST_ECN, _STATUS.
    private const ulong PassedFeatures = (1 << 0) | (1 << 3) | (1 << 5) | (1 << 11) | (1 << 12) | (1 << 13) | (1 << 16) | SeveralPairs;

    // struct virtio_net_config: max_virtqueue_pairs.
    private const uint PairsOffset = 8;

    // What Linux sends at once is a head and up to 17 pieces (MAX_SKB_FRAGS), with the header in front, which may lie in two pages each.
    /// <inheritdoc/>
    protected override int LeastPins => 2 * 19;

    /// <inheritdoc/>
    public override ulong Features => Queues > Pair ? base.Features : base.Features & ~SeveralPairs;

    /// <inheritdoc/>
    protected override uint ConfigurationBytes => 12;

    /// <summary>A driver takes both, or neither: the control queue is behind all pairs, and without the feature for pairs behind the first, where the second one's is.</summary>
    public override bool CanDoWith(ulong features) => base.CanDoWith(features) && (features & SeveralPairs) is 0 or SeveralPairs;

    /// <inheritdoc/>
    protected override int QueuesWith(ulong features) => (features & SeveralPairs) != 0 ? Queues : Pair;

    /// <inheritdoc/>
    protected override PassedQueue NewQueue(int index, MachineQueue queue, IGuestMemory memory, IPhysicalMemory physical) =>
        index % Pair == 0 && index < Queues / Pair * Pair ? new CopiedQueue(this, queue, physical) : base.NewQueue(index, queue, memory, physical);

    private static int QueuesOf(MachineDevice device)
    {
        if ((device.Features & SeveralPairs) != SeveralPairs) return Pair;
        int queues = (Pair * (device.ReadConfiguration(PairsOffset) | (device.ReadConfiguration(PairsOffset + 1) << 8))) + 1;
        if (queues > MostQueues) return Pair;
        for (int i = 0; i < queues; i++)
        {
            if (device[i] is null) return Pair;
        }
        return queues;
    }
}
