using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>virtio-net (Virtual I/O Device Version 1.2, section 5.1), with a queue for either way and no control queue. What it sends may be long and without checksums; what it receives is a frame of Ethernet's.</summary>
/// <param name="owner">All devices of the machine.</param>
/// <param name="device">The machine's device.</param>
internal sealed class NetworkDevice(PassedDevices owner, MachineDevice device) : PassedDevice(owner, device, queues: 2, PassedFeatures)
{
    /// <summary>DeviceID.</summary>
    public const uint Kind = 1;

    // VIRTIO_NET_F_CSUM, _MTU, _MAC, _HOST_TSO4, _HOST_TSO6, _HOST_ECN, _STATUS.
    private const ulong PassedFeatures = (1 << 0) | (1 << 3) | (1 << 5) | (1 << 11) | (1 << 12) | (1 << 13) | (1 << 16);

    // What Linux sends at once is a head and up to 17 pieces (MAX_SKB_FRAGS), with the header in front, which may lie in two pages each.
    /// <inheritdoc/>
    protected override int LeastPins => 2 * 19;

    /// <inheritdoc/>
    protected override uint ConfigurationBytes => 12;

    /// <inheritdoc/>
    protected override PassedQueue NewQueue(int index, MachineQueue queue, IGuestMemory memory, IPhysicalMemory physical) =>
        index == 0 ? new CopiedQueue(this, queue, physical) : base.NewQueue(index, queue, memory, physical);
}
