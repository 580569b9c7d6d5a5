using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A split virtqueue of the guest's, from the device's side (Virtual I/O Device Version 1.2, section 2.7). It lies in the guest's RAM, wherever that is: each access may wait for a page. Whatever the guest wrote there, nothing
/// but its own RAM is touched, and every walk has an end.
/// </summary>
/// <param name="memory">The guest's RAM.</param>
public sealed class GuestQueue(IGuestMemory memory)
{
    /// <summary>The most entries.</summary>
    public const ushort MaximumSize = 64;

    private const ushort NoInterrupt = 1;
    private const int RingHeaderBytes = 4;

    private ushort _taken;
    private ushort _used;

    /// <summary>How many entries: a power of two, at most <see cref="MaximumSize"/>.</summary>
    public ushort Size { get; set; }

    /// <summary>Whether the driver uses it.</summary>
    public bool IsReady { get; set; }

    /// <summary>Where the descriptors are.</summary>
    public ulong Descriptors { get; set; }

    /// <summary>Where the driver says what is available.</summary>
    public ulong DriverArea { get; set; }

    /// <summary>Where the device says what is used.</summary>
    public ulong DeviceArea { get; set; }

    /// <summary>As after a reset.</summary>
    public void Reset()
    {
        (Size, IsReady, _taken, _used) = (0, false, 0, 0);
        (Descriptors, DriverArea, DeviceArea) = (0, 0, 0);
    }

    /// <summary>Whether all of it lies in RAM and where it may.</summary>
    public bool IsWellFormed =>
        Size is > 0 and <= MaximumSize && (Size & (Size - 1)) == 0
        && IsRam(Descriptors, (uint)(Size * VirtqDescriptorBytes), VirtqDescriptorBytes)
        && IsRam(DriverArea, (uint)(RingHeaderBytes + (Size * sizeof(ushort))), sizeof(ushort))
        && IsRam(DeviceArea, (uint)(RingHeaderBytes + (Size * sizeof(ulong))), sizeof(uint));

    private const int VirtqDescriptorBytes = 16;

    /// <summary>Takes the next chain that the driver has made available.</summary>
    /// <param name="head">Its first descriptor; out of range if the driver wrote nonsense.</param>
    public bool TryTake(out ushort head)
    {
        head = 0;
        if (Read<ushort>(DriverArea + 2) == _taken) return false;
        head = Read<ushort>(DriverArea + RingHeaderBytes + ((ulong)(_taken % Size) * sizeof(ushort)));
        _taken++;
        return true;
    }

    /// <summary>Reads a descriptor.</summary>
    /// <returns>False if there is none of that number, or what it describes is not all RAM.</returns>
    public bool TryReadDescriptor(ushort index, out GuestDescriptor descriptor)
    {
        descriptor = default;
        if (index >= Size) return false;
        descriptor = Read<GuestDescriptor>(Descriptors + ((ulong)index * VirtqDescriptorBytes));
        return descriptor.Bytes != 0 && IsRam(descriptor.Address, descriptor.Bytes, 1);
    }

    /// <summary>Gives a chain back, of which <paramref name="written"/> bytes were written.</summary>
    public void Give(ushort head, uint written)
    {
        ulong element = DeviceArea + RingHeaderBytes + ((ulong)(_used % Size) * sizeof(ulong));
        Write(element, ((ulong)written << 32) | head);
        Write(DeviceArea + 2, ++_used);
    }

    /// <summary>Whether the driver wants to be told of what was given back.</summary>
    public bool WantsInterrupt => (Read<ushort>(DriverArea) & NoInterrupt) == 0;

    /// <summary>Reads what lies in the guest's RAM at <paramref name="address"/>.</summary>
    public T Read<T>(ulong address)
        where T : unmanaged
    {
        T value = default;
        memory.Read(new GuestPhysicalAddress(address), MemoryMarshal.AsBytes(MemoryMarshal.CreateSpan(ref value, 1)));
        return value;
    }

    /// <summary>Writes <paramref name="value"/> there.</summary>
    public void Write<T>(ulong address, T value)
        where T : unmanaged => memory.Write(new GuestPhysicalAddress(address), MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref value, 1)));

    private bool IsRam(ulong address, uint bytes, uint alignment)
    {
        if (address % alignment != 0 || address >= GuestPhysicalAddress.End || bytes > GuestPhysicalAddress.End - address) return false;
        GranuleNumber last = new GuestPhysicalAddress(address + bytes - 1).Granule;
        for (GranuleNumber granule = new GuestPhysicalAddress(address).Granule; granule.Value <= last.Value; granule += 1)
        {
            if (!memory.Contains(granule)) return false;
        }
        return true;
    }
}
