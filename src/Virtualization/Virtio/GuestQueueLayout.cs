using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Where a split virtqueue lies in the guest's RAM, as its driver has written to the registers: anything, until <see cref="IsWellFormed"/> says otherwise.</summary>
public struct GuestQueueLayout
{
    /// <summary>The most entries.</summary>
    public const ushort MaximumSize = 128;

    /// <summary>Bytes of a descriptor.</summary>
    internal const uint DescriptorBytes = 16;

    /// <summary>Bytes of flags and index, before the entries of either ring.</summary>
    internal const uint RingHeaderBytes = 4;

    // Before and behind the entries: flags and index, and the index that the other side wants to be told at.
    private const uint RingEndsBytes = RingHeaderBytes + sizeof(ushort);

    /// <summary>How many entries: a power of two, at most <see cref="MaximumSize"/>.</summary>
    public ushort Size;

    /// <summary>Where the descriptors are.</summary>
    public ulong Descriptors;

    /// <summary>Where the driver says what is available.</summary>
    public ulong DriverArea;

    /// <summary>Where the device says what is used.</summary>
    public ulong DeviceArea;

    /// <summary>Whether all of it lies in RAM, and where it may.</summary>
    public readonly bool IsWellFormed(IGuestMemory memory) =>
        Size is > 0 and <= MaximumSize && (Size & (Size - 1)) == 0
        && IsRam(memory, Descriptors, Size * DescriptorBytes, DescriptorBytes)
        && IsRam(memory, DriverArea, ((uint)Size * sizeof(ushort)) + RingEndsBytes, sizeof(ushort))
        && IsRam(memory, DeviceArea, ((uint)Size * sizeof(ulong)) + RingEndsBytes, sizeof(uint));

    /// <summary>Whether <paramref name="bytes"/> bytes at <paramref name="address"/> are all RAM, and begin where they may.</summary>
    internal static bool IsRam(IGuestMemory memory, ulong address, uint bytes, uint alignment)
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
