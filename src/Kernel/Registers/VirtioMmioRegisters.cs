namespace Pilevisor.Kernel;

/// <summary>Offsets of a virtio-mmio slot's registers, modern layout (Virtual I/O Device Version 1.2, section 4.2.2).</summary>
public static class VirtioMmioRegisters
{
    /// <summary>What MagicValue reads as: "virt".</summary>
    public const uint Magic = 0x7472_6976;

    /// <summary>What Version reads as in a device that follows the standard.</summary>
    public const uint Modern = 2;

    /// <summary>MagicValue: <see cref="Magic"/>.</summary>
    public const uint MagicValue = 0x000;

    /// <summary>Version: <see cref="Modern"/>.</summary>
    public const uint Version = 0x004;

    /// <summary>DeviceID: the kind of device; 0 is an empty slot.</summary>
    public const uint DeviceId = 0x008;

    /// <summary>VendorID.</summary>
    public const uint VendorId = 0x00c;

    /// <summary>DeviceFeatures: 32 bits of what the device offers.</summary>
    public const uint DeviceFeatures = 0x010;

    /// <summary>DeviceFeaturesSel: which 32 bits.</summary>
    public const uint DeviceFeaturesSelect = 0x014;

    /// <summary>DriverFeatures: 32 bits of what the driver chose.</summary>
    public const uint DriverFeatures = 0x020;

    /// <summary>DriverFeaturesSel: which 32 bits.</summary>
    public const uint DriverFeaturesSelect = 0x024;

    /// <summary>QueueSel: which queue the registers below are about.</summary>
    public const uint QueueSelect = 0x030;

    /// <summary>QueueNumMax.</summary>
    public const uint QueueMaximumSize = 0x034;

    /// <summary>QueueNum.</summary>
    public const uint QueueSize = 0x038;

    /// <summary>QueueReady.</summary>
    public const uint QueueReady = 0x044;

    /// <summary>QueueNotify: the doorbell.</summary>
    public const uint QueueNotify = 0x050;

    /// <summary>InterruptStatus: why it interrupts.</summary>
    public const uint InterruptStatus = 0x060;

    /// <summary>InterruptACK.</summary>
    public const uint InterruptAcknowledge = 0x064;

    /// <summary>Status.</summary>
    public const uint Status = 0x070;

    /// <summary>QueueDescLow, and QueueDescHigh behind it.</summary>
    public const uint QueueDescriptors = 0x080;

    /// <summary>QueueDriverLow, and QueueDriverHigh behind it.</summary>
    public const uint QueueDriverArea = 0x090;

    /// <summary>QueueDeviceLow, and QueueDeviceHigh behind it.</summary>
    public const uint QueueDeviceArea = 0x0a0;

    /// <summary>SHMLenLow, and SHMLenHigh behind it: all ones where there is no shared memory.</summary>
    public const uint SharedMemoryLength = 0x0b0;

    /// <summary>SHMBaseLow, and SHMBaseHigh behind it: all ones as well then.</summary>
    public const uint SharedMemoryBase = 0x0b8;

    /// <summary>ConfigGeneration: changes with the configuration.</summary>
    public const uint ConfigurationGeneration = 0x0fc;

    /// <summary>Config: what the kind of device defines.</summary>
    public const uint Configuration = 0x100;
}
