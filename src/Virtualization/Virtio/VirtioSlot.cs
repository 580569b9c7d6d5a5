using System;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A virtio-mmio slot with a device in it, modern layout (Virtual I/O Device Version 1.2, section 4.2): what its driver has negotiated, its queue and its interrupt. Registers under the slots' lock; the queue by the CPU that serves devices, without.
/// </summary>
/// <param name="device">The device.</param>
/// <param name="interrupt">Its SPI.</param>
/// <param name="memory">The guest's RAM.</param>
/// <param name="lines">Drives the interrupt.</param>
/// <param name="log">Says why it needs a reset.</param>
internal sealed class VirtioSlot(VirtioDevice device, InterruptId interrupt, IGuestMemory memory, IInterruptLines lines, ILog log)
{
    /// <summary>The most bytes of a device's configuration.</summary>
    public const int ConfigurationBytes = 64;

    private const uint Vendor = 0x5256_4c50;

    private readonly GuestQueue _queue = new(memory);

    // The queue's registers, whether it is in use, and whether it was made anew since it was last served.
    private GuestQueueLayout _layout;
    private bool _isReady;
    private bool _isNew = true;

    // How often the device was reset.
    private uint _resets;
    private uint _deviceFeaturesSelect;
    private uint _driverFeaturesSelect;
    private ulong _driverFeatures;
    private uint _queueSelect;
    private uint _status;
    private uint _interruptStatus;
    private uint _generation;

    /// <summary>Its SPI.</summary>
    public InterruptId Interrupt => interrupt;

    /// <summary>Whether the driver has rung since the queue was last served.</summary>
    public bool IsRung { get; private set; }

    /// <summary>Reads a register.</summary>
    /// <param name="offset">Which.</param>
    /// <param name="bytes">Width; only the configuration has other registers than of 4 bytes.</param>
    /// <param name="value">What it reads as.</param>
    public bool TryRead(uint offset, int bytes, out ulong value)
    {
        value = 0;
        if (offset >= VirtioMmioRegisters.Configuration) return TryReadConfiguration((int)(offset - VirtioMmioRegisters.Configuration), bytes, out value);
        if (bytes != 4 || offset % 4 != 0) return false;
        value = offset switch
        {
            VirtioMmioRegisters.MagicValue => VirtioMmioRegisters.Magic,
            VirtioMmioRegisters.Version => VirtioMmioRegisters.Modern,
            VirtioMmioRegisters.DeviceId => device.Id,
            VirtioMmioRegisters.VendorId => Vendor,
            VirtioMmioRegisters.DeviceFeatures => _deviceFeaturesSelect < 2 ? (uint)(device.Features >> (int)(32 * _deviceFeaturesSelect)) : 0,
            VirtioMmioRegisters.QueueMaximumSize => _queueSelect == 0 ? GuestQueueLayout.MaximumSize : 0u,
            VirtioMmioRegisters.QueueReady => _queueSelect == 0 && _isReady ? 1u : 0,
            VirtioMmioRegisters.InterruptStatus => _interruptStatus,
            VirtioMmioRegisters.Status => _status,
            >= VirtioMmioRegisters.SharedMemoryLength and < VirtioMmioRegisters.SharedMemoryBase + 8 => uint.MaxValue,
            VirtioMmioRegisters.ConfigurationGeneration => _generation,
            _ => 0,
        };
        return true;
    }

    /// <summary>Writes a register. The configuration of no device here can be written.</summary>
    public bool TryWrite(uint offset, int bytes, uint value)
    {
        if (offset >= VirtioMmioRegisters.Configuration) return true;
        if (bytes != 4 || offset % 4 != 0) return false;
        switch (offset)
        {
            case VirtioMmioRegisters.DeviceFeaturesSelect: _deviceFeaturesSelect = value; break;
            case VirtioMmioRegisters.DriverFeaturesSelect: _driverFeaturesSelect = value; break;
            case VirtioMmioRegisters.DriverFeatures: TakeFeatures(value); break;
            case VirtioMmioRegisters.QueueSelect: _queueSelect = value; break;
            case VirtioMmioRegisters.QueueNotify: IsRung |= value == 0; break;
            case VirtioMmioRegisters.InterruptAcknowledge: SetInterrupt(_interruptStatus & ~value); break;
            case VirtioMmioRegisters.Status: SetStatus(value); break;
            default:
                if (_queueSelect == 0) WriteQueue(offset, value);
                break;
        }
        return true;
    }

    /// <summary>The device's configuration is another now.</summary>
    public void Change()
    {
        _generation++;
        if ((_status & VirtioStatus.DriverOk) != 0) SetInterrupt(_interruptStatus | VirtioStatus.ConfigurationChange);
    }

    /// <summary>The queue is about to be served.</summary>
    /// <param name="resets">For <see cref="EndService"/>.</param>
    /// <returns>Whether it can be, and was asked for.</returns>
    public bool TryBeginService(out uint resets)
    {
        bool wasRung = IsRung;
        IsRung = false;
        resets = _resets;
        if (!wasRung || !_isReady || (_status & (VirtioStatus.DriverOk | VirtioStatus.NeedsReset)) != VirtioStatus.DriverOk) return false;
        _queue.Begin(in _layout, _isNew);
        _isNew = false;
        return true;
    }

    /// <summary>Deals with what is in the queue, up to as many requests as it has entries. Without a lock.</summary>
    /// <returns>Whether the driver is to be interrupted.</returns>
    public bool Serve(out bool isBroken)
    {
        bool gave = false;
        isBroken = !_queue.IsWellFormed;
        for (int i = 0; !isBroken && i < GuestQueueLayout.MaximumSize && _queue.TryTake(out ushort head); i++)
        {
            isBroken = !device.TryServe(_queue, head, out uint written);
            if (isBroken) break;
            _queue.Give(head, written);
            gave = true;
        }
        return gave && _queue.WantsInterrupt;
    }

    /// <summary>The queue was served. A driver that has reset the device meanwhile hears nothing of that.</summary>
    public void EndService(uint resets, bool interrupts, bool isBroken)
    {
        if (resets != _resets) return;
        if (isBroken)
        {
            log.Warn($"the guest's driver of virtio device {device.Id} at {interrupt} has put nonsense into its queue: the device does nothing more until it is reset");
            _status |= VirtioStatus.NeedsReset;
            SetInterrupt(_interruptStatus | VirtioStatus.ConfigurationChange);
        }
        else if (interrupts)
        {
            SetInterrupt(_interruptStatus | VirtioStatus.UsedBuffer);
        }
    }

    private void TakeFeatures(uint value)
    {
        if (_driverFeaturesSelect > 1) return;
        int shift = 32 * (int)_driverFeaturesSelect;
        _driverFeatures = (_driverFeatures & ~((ulong)uint.MaxValue << shift)) | ((ulong)value << shift);
    }

    private void SetStatus(uint value)
    {
        if (value == 0)
        {
            _resets++;
            (_layout, _isReady, _isNew) = (default, false, true);
            (_status, _driverFeatures, _queueSelect, IsRung) = (0, 0, 0, false);
            SetInterrupt(0);
            return;
        }
        // A driver that takes less than all does not find the bit set.
        if (_driverFeatures != device.Features) value &= ~VirtioStatus.FeaturesOk;
        _status = value | (_status & VirtioStatus.NeedsReset);
    }

    private void WriteQueue(uint offset, uint value)
    {
        if (offset == VirtioMmioRegisters.QueueReady)
        {
            _isNew |= !_isReady;
            _isReady = value == 1;
        }
        // What is in use stays as it is.
        if (_isReady) return;
        switch (offset)
        {
            case VirtioMmioRegisters.QueueSize: _layout.Size = (ushort)value; break;
            case VirtioMmioRegisters.QueueDescriptors: _layout.Descriptors = WithLow(_layout.Descriptors, value); break;
            case VirtioMmioRegisters.QueueDescriptors + 4: _layout.Descriptors = WithHigh(_layout.Descriptors, value); break;
            case VirtioMmioRegisters.QueueDriverArea: _layout.DriverArea = WithLow(_layout.DriverArea, value); break;
            case VirtioMmioRegisters.QueueDriverArea + 4: _layout.DriverArea = WithHigh(_layout.DriverArea, value); break;
            case VirtioMmioRegisters.QueueDeviceArea: _layout.DeviceArea = WithLow(_layout.DeviceArea, value); break;
            case VirtioMmioRegisters.QueueDeviceArea + 4: _layout.DeviceArea = WithHigh(_layout.DeviceArea, value); break;
            default: break;
        }
    }

    private bool TryReadConfiguration(int offset, int bytes, out ulong value)
    {
        value = 0;
        if (offset % bytes != 0 || offset + bytes > ConfigurationBytes) return true;
        Span<byte> configuration = stackalloc byte[ConfigurationBytes];
        configuration.Clear();
        device.ReadConfiguration(configuration);
        for (int i = 0; i < bytes; i++) value |= (ulong)configuration[offset + i] << (8 * i);
        return true;
    }

    private void SetInterrupt(uint status)
    {
        _interruptStatus = status;
        lines.SetLevel(interrupt, status != 0);
    }

    private static ulong WithLow(ulong address, uint value) => (address & ~(ulong)uint.MaxValue) | value;

    private static ulong WithHigh(ulong address, uint value) => (address & uint.MaxValue) | ((ulong)value << 32);
}
