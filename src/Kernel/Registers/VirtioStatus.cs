namespace Pilevisor.Kernel;

/// <summary>Bits that every virtio device and its driver tell each other (Virtual I/O Device Version 1.2, sections 2.1, 4.2.2 and 6).</summary>
public static class VirtioStatus
{
    /// <summary>Status: there is a driver that has noticed the device.</summary>
    public const uint Acknowledge = 1;

    /// <summary>Status: it knows how to drive it.</summary>
    public const uint Driver = 2;

    /// <summary>Status: it does.</summary>
    public const uint DriverOk = 4;

    /// <summary>Status: both agree on features.</summary>
    public const uint FeaturesOk = 8;

    /// <summary>Status: the device does nothing more until it is reset.</summary>
    public const uint NeedsReset = 64;

    /// <summary>Status: the driver has given up.</summary>
    public const uint Failed = 128;

    /// <summary>InterruptStatus: buffers were given back.</summary>
    public const uint UsedBuffer = 1;

    /// <summary>InterruptStatus: the configuration has changed.</summary>
    public const uint ConfigurationChange = 2;

    /// <summary>VIRTIO_F_INDIRECT_DESC: a descriptor may lead to a table of descriptors.</summary>
    public const ulong FeatureIndirect = 1ul << 28;

    /// <summary>VIRTIO_F_EVENT_IDX: either side says at which index it wants to be told.</summary>
    public const ulong FeatureEventIndex = 1ul << 29;

    /// <summary>VIRTIO_F_VERSION_1: the device follows the standard, not its draft.</summary>
    public const ulong FeatureVersion1 = 1ul << 32;
}
