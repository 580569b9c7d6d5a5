using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The devices of the guest's machine by address. The same on every node, whichever node a device's registers live on.</summary>
public sealed class MmioBus
{
    /// <summary>The most devices there can be.</summary>
    public const int MaximumDevices = 16;

    private readonly MmioDevice[] _devices = new MmioDevice[MaximumDevices];
    private int _count;

    /// <summary>Plugs a device in. Boot only.</summary>
    /// <exception cref="PanicException">If it overlaps another, or there are too many.</exception>
    public void Add(MmioDevice device)
    {
        Panic.Unless(_count < MaximumDevices, "more devices than the MMIO bus has room for");
        int at = _count;
        while (at > 0 && _devices[at - 1].Start.Value > device.Start.Value) at--;
        bool overlaps = (at > 0 && End(_devices[at - 1]) > device.Start.Value) || (at < _count && _devices[at].Start.Value < End(device));
        if (overlaps) Panic.Fail($"the device at {device.Start} overlaps another");
        for (int i = _count++; i > at; i--) _devices[i] = _devices[i - 1];
        _devices[at] = device;
    }

    /// <summary>Finds the device that has all of the <paramref name="bytes"/> bytes at <paramref name="address"/>.</summary>
    public bool TryFind(GuestPhysicalAddress address, int bytes, out MmioDevice device, out uint offset)
    {
        int low = 0;
        int high = _count;
        while (low < high)
        {
            int middle = (low + high) / 2;
            if (_devices[middle].Start.Value <= address.Value) low = middle + 1;
            else high = middle;
        }
        device = low > 0 ? _devices[low - 1] : null!;
        offset = 0;
        if (low == 0) return false;
        ulong distance = address.Value - device.Start.Value;
        offset = (uint)distance;
        return distance < device.Bytes && (uint)bytes <= device.Bytes - offset;
    }

    private static ulong End(MmioDevice device) => device.Start.Value + device.Bytes;
}
