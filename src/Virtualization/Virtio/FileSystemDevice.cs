using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>virtio-9p: a directory of the host's, by the protocol 9P2000.L. The standard knows its number (Virtual I/O Device Version 1.2, section 5), and Linux and QEMU the rest (include/uapi/linux/virtio_9p.h).</summary>
/// <param name="owner">All devices of the machine.</param>
/// <param name="device">The machine's device.</param>
internal sealed class FileSystemDevice(PassedDevices owner, MachineDevice device) : PassedDevice(owner, device, queues: 1, MountTag)
{
    /// <summary>DeviceID.</summary>
    public const uint Kind = 9;

    private const ulong MountTag = 1 << 0;

    // Linux' queue has 128 entries, and none of its pieces leaves a page (net/9p/trans_virtio.c).
    /// <inheritdoc/>
    protected override int LeastPins => 128;

    // struct virtio_9p_config: the tag's length, and a tag of up to 31 bytes with what ends it.
    /// <inheritdoc/>
    protected override uint ConfigurationBytes => 34;
}
