using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>A queue of a virtio-mmio slot: what its driver has written of it to the registers, under the slots' lock, and the queue itself, in use by the CPU that serves devices.</summary>
/// <param name="memory">The guest's RAM.</param>
/// <param name="grant">Whether the device may write it.</param>
internal sealed class VirtioSlotQueue(IGuestMemory memory, WriteGrant grant)
{
    private GuestQueueLayout _layout;
    private bool _isNew = true;

    /// <summary>The queue.</summary>
    public GuestQueue Guest { get; } = new(memory, grant);

    /// <summary>Whether the driver says that it is there.</summary>
    public bool IsReady { get; private set; }

    /// <summary>Whether there may be something in it, for driver or device, since it was last served.</summary>
    public bool IsRung { get; set; }

    /// <summary>Whether it is served now: set by <see cref="BeginService"/>.</summary>
    public bool IsServed { get; private set; }

    /// <summary>The device is reset.</summary>
    public void Reset() => (_layout, IsReady, _isNew, IsRung) = (default, false, true, false);

    /// <summary>It is about to be served if it is there and was rung for.</summary>
    /// <param name="features">What was agreed on.</param>
    public void BeginService(ulong features)
    {
        IsServed = IsRung && IsReady;
        if (!IsServed) return;
        IsRung = false;
        Guest.Begin(in _layout, features, _isNew);
        _isNew = false;
    }

    /// <summary>Writes one of its registers.</summary>
    public void Write(uint offset, uint value)
    {
        if (offset == VirtioMmioRegisters.QueueReady)
        {
            _isNew |= !IsReady;
            IsReady = value == 1;
        }
        // What is in use stays as it is.
        if (IsReady) return;
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

    private static ulong WithLow(ulong address, uint value) => (address & ~(ulong)uint.MaxValue) | value;

    private static ulong WithHigh(ulong address, uint value) => (address & uint.MaxValue) | ((ulong)value << 32);
}
