using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The devices of the guest's machine by address. The same on every node, whichever node a device's registers live on.</summary>
/// <param name="devices">All devices of the machine, in any order.</param>
public sealed class MmioBus(MmioDevice[] devices)
{
    private readonly MmioDevice[] _devices = Sorted(devices);

    /// <summary>Finds the device that has all of the <paramref name="bytes"/> bytes at <paramref name="address"/>.</summary>
    public bool TryFind(GuestPhysicalAddress address, int bytes, out MmioDevice device, out uint offset)
    {
        int low = 0;
        int high = _devices.Length;
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

    /// <exception cref="PanicException">If two overlap.</exception>
    private static MmioDevice[] Sorted(MmioDevice[] devices)
    {
        MmioDevice[] sorted = new MmioDevice[devices.Length];
        for (int count = 0; count < devices.Length; count++)
        {
            MmioDevice device = devices[count];
            int at = count;
            while (at > 0 && sorted[at - 1].Start.Value > device.Start.Value) at--;
            bool overlaps = (at > 0 && End(sorted[at - 1]) > device.Start.Value) || (at < count && sorted[at].Start.Value < End(device));
            if (overlaps) Panic.Fail($"the device at {device.Start} overlaps another");
            for (int i = count; i > at; i--) sorted[i] = sorted[i - 1];
            sorted[at] = device;
        }
        return sorted;
    }

    private static ulong End(MmioDevice device) => device.Start.Value + device.Bytes;
}
