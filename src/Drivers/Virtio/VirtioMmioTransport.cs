using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>One virtio device behind memory-mapped registers, modern layout (Virtual I/O Device Version 1.2, section 4.2). It knows queues and features, and no kind of device.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="registers">Where its registers are.</param>
/// <param name="interrupt">Its interrupt.</param>
internal sealed class VirtioMmioTransport(IMmio mmio, PhysicalAddress registers, InterruptId interrupt)
{
    /// <summary>VIRTIO_F_ORDER_PLATFORM: the device wants the barriers of a real one, which <see cref="VirtQueue"/> uses anyway.</summary>
    public const ulong FeatureOrderPlatform = 1ul << 36;

    private const int ResetBound = 1_000_000;
    private const int ConfigurationReadBound = 16;

    private uint _status;

    /// <summary>Where its registers are: its name in texts.</summary>
    public PhysicalAddress Registers { get; } = registers;

    /// <summary>Its interrupt: a level, up until it is acknowledged.</summary>
    public InterruptId Interrupt { get; } = interrupt;

    /// <summary>The features that the device offers.</summary>
    public ulong OfferedFeatures => ReadFeatures(0) | ((ulong)ReadFeatures(1) << 32);

    /// <summary>Whether the device says that it does nothing more until it is reset.</summary>
    public bool NeedsReset => (Read(VirtioMmioRegisters.Status) & VirtioStatus.NeedsReset) != 0;

    /// <summary>Resets the device: when this returns it touches no memory any more.</summary>
    /// <exception cref="PanicException">If it does not finish.</exception>
    public void Halt()
    {
        Write(VirtioMmioRegisters.Status, 0);
        for (int reads = 0; Read(VirtioMmioRegisters.Status) != 0; reads++)
        {
            if (reads == ResetBound) Panic.Fail($"the virtio device at {Registers} does not finish its reset");
        }
    }

    /// <summary>Resets the device and says that there is a driver for it: the first steps of section 3.1.1.</summary>
    public void Reset()
    {
        Halt();
        _status = 0;
        AddStatus(VirtioStatus.Acknowledge);
        AddStatus(VirtioStatus.Driver);
    }

    /// <summary>Agrees on features: all of <paramref name="required"/>, and what the device has of <paramref name="optional"/>.</summary>
    /// <returns>What was agreed on.</returns>
    /// <exception cref="PanicException">If a required feature is missing, or the device refuses the choice.</exception>
    public ulong Negotiate(ulong required, ulong optional)
    {
        ulong offered = OfferedFeatures;
        ulong missing = required & ~offered;
        if (missing != 0) Panic.Fail($"the virtio device at {Registers} lacks the features {missing:x}");
        ulong chosen = required | (optional & offered);
        WriteFeatures(0, (uint)chosen);
        WriteFeatures(1, (uint)(chosen >> 32));
        AddStatus(VirtioStatus.FeaturesOk);
        if ((Read(VirtioMmioRegisters.Status) & VirtioStatus.FeaturesOk) == 0) Panic.Fail($"the virtio device at {Registers} refuses the features {chosen:x}");
        return chosen;
    }

    /// <summary>Tells the device where queue number <paramref name="index"/> is.</summary>
    /// <exception cref="PanicException">If the device has no such queue, or a smaller one at most.</exception>
    public void AddQueue(int index, VirtQueue queue) => AddQueue(index, VirtQueue.Descriptors, queue.Table, queue.DriverArea, queue.DeviceArea);

    /// <summary>Tells the device that queue number <paramref name="index"/> has <paramref name="size"/> entries, and where it is.</summary>
    /// <exception cref="PanicException">If the device has no such queue, or a smaller one at most.</exception>
    public void AddQueue(int index, uint size, PhysicalAddress table, PhysicalAddress driverArea, PhysicalAddress deviceArea)
    {
        uint maximum = MaximumSizeOf(index);
        if (Read(VirtioMmioRegisters.QueueReady) != 0) Panic.Fail($"queue {index} of the virtio device at {Registers} is in use after a reset");
        if (maximum < size) Panic.Fail($"queue {index} of the virtio device at {Registers} holds {maximum} descriptors at most, not {size}");
        Write(VirtioMmioRegisters.QueueSize, size);
        WriteAddress(VirtioMmioRegisters.QueueDescriptors, table);
        WriteAddress(VirtioMmioRegisters.QueueDriverArea, driverArea);
        WriteAddress(VirtioMmioRegisters.QueueDeviceArea, deviceArea);
        Write(VirtioMmioRegisters.QueueReady, 1);
    }

    /// <summary>The most entries that queue number <paramref name="index"/> can have; 0 if there is none.</summary>
    public uint MaximumSizeOf(int index)
    {
        Write(VirtioMmioRegisters.QueueSelect, (uint)index);
        return Read(VirtioMmioRegisters.QueueMaximumSize);
    }

    /// <summary>The device may begin: all its queues are there.</summary>
    /// <exception cref="PanicException">If it says that it is broken.</exception>
    public void Start()
    {
        Begin();
        CheckStatus();
    }

    /// <summary>The device may begin, and whoever asks for it looks whether it is broken.</summary>
    public void Begin() => AddStatus(VirtioStatus.DriverOk);

    /// <summary>Rings the doorbell of queue number <paramref name="index"/>.</summary>
    public void Notify(int index) => Write(VirtioMmioRegisters.QueueNotify, (uint)index);

    /// <summary>Quiets the interrupt.</summary>
    /// <exception cref="PanicException">If the device says that it is broken.</exception>
    public void AcknowledgeInterrupt()
    {
        if ((TakeInterrupt() & VirtioStatus.ConfigurationChange) != 0) CheckStatus();
    }

    /// <summary>Quiets the interrupt.</summary>
    /// <returns>Why it was raised: bits of InterruptStatus.</returns>
    public uint TakeInterrupt()
    {
        uint reasons = Read(VirtioMmioRegisters.InterruptStatus);
        if (reasons != 0) Write(VirtioMmioRegisters.InterruptAcknowledge, reasons);
        return reasons;
    }

    /// <summary>Reads up to eight bytes of the device's configuration, little endian, as they stood at one moment.</summary>
    public ulong ReadConfiguration(int offset, int bytes)
    {
        for (int attempts = 0; attempts < ConfigurationReadBound; attempts++)
        {
            uint generation = Read(VirtioMmioRegisters.ConfigurationGeneration);
            ulong value = 0;
            for (int i = bytes - 1; i >= 0; i--) value = (value << 8) | mmio.Read8(Registers + VirtioMmioRegisters.Configuration + (ulong)(offset + i));
            if (Read(VirtioMmioRegisters.ConfigurationGeneration) == generation) return value;
        }
        Panic.Fail($"the configuration of the virtio device at {Registers} does not stop changing");
        return 0;
    }

    private void CheckStatus()
    {
        uint status = Read(VirtioMmioRegisters.Status);
        if ((status & VirtioStatus.NeedsReset) != 0) Panic.Fail($"the virtio device at {Registers} reports an error it cannot recover from (DEVICE_NEEDS_RESET)");
        if ((status & VirtioStatus.Failed) != 0) Panic.Fail($"the virtio device at {Registers} has been given up (FAILED)");
    }

    private void AddStatus(uint bit)
    {
        _status |= bit;
        Write(VirtioMmioRegisters.Status, _status);
    }

    private uint ReadFeatures(uint word)
    {
        Write(VirtioMmioRegisters.DeviceFeaturesSelect, word);
        return Read(VirtioMmioRegisters.DeviceFeatures);
    }

    private void WriteFeatures(uint word, uint value)
    {
        Write(VirtioMmioRegisters.DriverFeaturesSelect, word);
        Write(VirtioMmioRegisters.DriverFeatures, value);
    }

    private void WriteAddress(ulong register, PhysicalAddress address)
    {
        Write(register, (uint)address.Value);
        Write(register + 4, (uint)(address.Value >> 32));
    }

    private uint Read(ulong register) => mmio.Read32(Registers + register);

    private void Write(ulong register, uint value) => mmio.Write32(Registers + register, value);
}
