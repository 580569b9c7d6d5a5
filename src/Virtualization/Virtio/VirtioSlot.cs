using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A virtio-mmio slot with a device in it, modern layout (Virtual I/O Device Version 1.2, section 4.2): what its driver has negotiated, its queues and its interrupt. Registers under the slots' lock; the queues by the CPU that serves devices, without.
/// </summary>
internal sealed class VirtioSlot
{
    private const uint Vendor = 0x5256_4c50;

    private readonly VirtioDevice _device;
    private readonly IInterruptLines _lines;
    private readonly ILog _log;
    private readonly VirtioSlotQueue[] _queues;

    // Revoked while the driver has reset the device.
    private readonly WriteGrant _grant = new();

    // How often the device was reset, and whether that was since it was last served; whether its driver drives it since.
    private uint _resets;
    private bool _wasReset;
    private bool _hasBegun;
    private uint _deviceFeaturesSelect;
    private uint _driverFeaturesSelect;
    private ulong _driverFeatures;
    private uint _queueSelect;
    private uint _status;
    private uint _interruptStatus;
    private uint _generation;

    /// <summary>Puts a device into a slot. Boot only.</summary>
    /// <param name="device">The device.</param>
    /// <param name="interrupt">Its SPI.</param>
    /// <param name="memory">The guest's RAM.</param>
    /// <param name="lines">Drives the interrupt.</param>
    /// <param name="log">Says why it needs a reset.</param>
    public VirtioSlot(VirtioDevice device, InterruptId interrupt, IGuestMemory memory, IInterruptLines lines, ILog log)
    {
        (_device, Interrupt, _lines, _log) = (device, interrupt, lines, log);
        _queues = new VirtioSlotQueue[device.Queues];
        for (int i = 0; i < device.Queues; i++) _queues[i] = new VirtioSlotQueue(memory, _grant);
    }

    /// <summary>Its SPI.</summary>
    public InterruptId Interrupt { get; }

    /// <summary>How often the device was reset.</summary>
    public uint Resets => _resets;

    /// <summary>Whether there is something to do for it on the CPU that serves devices.</summary>
    public bool HasWork { get; private set; }

    // The queue that the driver has selected.
    private VirtioSlotQueue? Selected => _queueSelect < (uint)_queues.Length ? _queues[_queueSelect] : null;

    /// <summary>Reads a register.</summary>
    /// <param name="offset">Which.</param>
    /// <param name="bytes">Width; only the configuration has other registers than of 4 bytes.</param>
    /// <param name="value">What it reads as.</param>
    public bool TryRead(uint offset, int bytes, out ulong value)
    {
        value = 0;
        if (offset >= VirtioMmioRegisters.Configuration) return TryReadConfiguration(offset - VirtioMmioRegisters.Configuration, bytes, out value);
        if (bytes != 4 || offset % 4 != 0) return false;
        value = offset switch
        {
            VirtioMmioRegisters.MagicValue => VirtioMmioRegisters.Magic,
            VirtioMmioRegisters.Version => VirtioMmioRegisters.Modern,
            VirtioMmioRegisters.DeviceId => _device.Id,
            VirtioMmioRegisters.VendorId => Vendor,
            VirtioMmioRegisters.DeviceFeatures => _deviceFeaturesSelect < 2 ? (uint)(_device.Features >> (int)(32 * _deviceFeaturesSelect)) : 0,
            VirtioMmioRegisters.QueueMaximumSize => Selected is null ? 0u : GuestQueueLayout.MaximumSize,
            VirtioMmioRegisters.QueueReady => Selected is { IsReady: true } ? 1u : 0,
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
            case VirtioMmioRegisters.QueueNotify: Ring(value); break;
            case VirtioMmioRegisters.InterruptAcknowledge: SetInterrupt(_interruptStatus & ~value); break;
            case VirtioMmioRegisters.Status: SetStatus(value); break;
            default: Selected?.Write(offset, value); break;
        }
        return true;
    }

    /// <summary>The device's configuration is another now.</summary>
    public void Change()
    {
        _generation++;
        if ((_status & VirtioStatus.DriverOk) != 0) SetInterrupt(_interruptStatus | VirtioStatus.ConfigurationChange);
    }

    /// <summary>The device has something to give back in any of its queues.</summary>
    public void RingAll()
    {
        foreach (VirtioSlotQueue queue in _queues) queue.IsRung = true;
        HasWork = true;
    }

    /// <summary>The slot is about to be served.</summary>
    /// <param name="resets">For <see cref="EndService"/>.</param>
    /// <returns>Whether the device was reset since it was last served, so that <see cref="VirtioDevice.Settle"/> comes first.</returns>
    public bool BeginService(out uint resets)
    {
        HasWork = false;
        resets = _resets;
        bool wasReset = _wasReset;
        _wasReset = false;
        return wasReset;
    }

    /// <summary>What a reset has left is put in order. Without a lock.</summary>
    public void Settle() => _device.Settle();

    /// <summary>Whether the queues are to be served.</summary>
    /// <param name="resets">How often the device had been reset.</param>
    public bool TryBeginQueues(uint resets)
    {
        if (resets != _resets || (_status & (VirtioStatus.DriverOk | VirtioStatus.NeedsReset)) != VirtioStatus.DriverOk) return false;
        if (!_hasBegun)
        {
            _hasBegun = true;
            _device.Begin(_driverFeatures);
        }
        _grant.Give();
        foreach (VirtioSlotQueue queue in _queues) queue.BeginService(_driverFeatures);
        return true;
    }

    /// <summary>Serves the queues. Without a lock.</summary>
    /// <param name="isBroken">Whether the device needs a reset.</param>
    /// <returns>Whether the driver is to be interrupted.</returns>
    public bool Serve(out bool isBroken)
    {
        bool interrupts = false;
        isBroken = false;
        for (int i = 0; i < _queues.Length && !isBroken; i++)
        {
            VirtioSlotQueue queue = _queues[i];
            if (!queue.IsServed) continue;
            isBroken = !queue.Guest.IsWellFormed || !_device.TryServe(i, queue.Guest);
            if (!isBroken) interrupts |= queue.Guest.TakeWantsInterrupt();
        }
        return interrupts;
    }

    /// <summary>The queues were served. A driver that has reset the device meanwhile hears nothing of that.</summary>
    public void EndService(uint resets, bool interrupts, bool isBroken)
    {
        if (resets != _resets) return;
        if (isBroken)
        {
            _log.Warn($"the guest's driver of virtio device {_device.Id} at {Interrupt} has put nonsense into its queue, or the device is broken: it does nothing more until it is reset");
            _status |= VirtioStatus.NeedsReset;
            SetInterrupt(_interruptStatus | VirtioStatus.ConfigurationChange);
        }
        else if (interrupts)
        {
            SetInterrupt(_interruptStatus | VirtioStatus.UsedBuffer);
        }
    }

    private void Ring(uint queue)
    {
        if (queue >= (uint)_queues.Length) return;
        _queues[queue].IsRung = true;
        HasWork = true;
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
            Reset();
            return;
        }
        // A driver that takes what is not there, or leaves what it must take, does not find the bit set.
        if ((_driverFeatures & ~_device.Features) != 0 || !_device.CanDoWith(_driverFeatures)) value &= ~VirtioStatus.FeaturesOk;
        bool starts = (value & ~_status & VirtioStatus.DriverOk) != 0;
        _status = value | (_status & VirtioStatus.NeedsReset);
        // What can be given to the driver before it has asked for anything.
        if (starts) RingAll();
    }

    private void Reset()
    {
        _resets++;
        (_wasReset, _hasBegun) = (true, false);
        _grant.Revoke();
        _device.Halt();
        foreach (VirtioSlotQueue queue in _queues) queue.Reset();
        (_status, _driverFeatures, _queueSelect) = (0, 0, 0);
        HasWork = true;
        SetInterrupt(0);
    }

    private bool TryReadConfiguration(uint offset, int bytes, out ulong value)
    {
        value = 0;
        if (offset % (uint)bytes != 0) return true;
        for (int i = 0; i < bytes; i++) value |= (ulong)_device.ReadConfiguration(offset + (uint)i) << (8 * i);
        return true;
    }

    private void SetInterrupt(uint status)
    {
        _interruptStatus = status;
        _lines.SetLevel(Interrupt, status != 0);
    }
}
