using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A split virtqueue of the guest's, from the device's side (Virtual I/O Device Version 1.2, section 2.7). It lies in the guest's RAM, wherever that is: each access may wait for a page. Whatever the guest wrote there, nothing
/// but its own RAM is touched, and every walk has an end. In use by one CPU at a time, which keeps to the layout that it began with, whatever becomes of the registers meanwhile.
/// </summary>
/// <param name="memory">The guest's RAM.</param>
public sealed class GuestQueue(IGuestMemory memory)
{
    private const ushort NoInterrupt = 1;
    private const uint IndexOffset = 2;

    private GuestQueueLayout _layout;
    private ushort _taken;
    private ushort _used;

    /// <summary>Whether the driver wants to be told of what was given back.</summary>
    public bool WantsInterrupt => (Read<ushort>(_layout.DriverArea) & NoInterrupt) == 0;

    /// <summary>Begins to serve the queue.</summary>
    /// <param name="layout">Where it is.</param>
    /// <param name="isNew">Whether it is another one, of which nothing was taken yet.</param>
    public void Begin(in GuestQueueLayout layout, bool isNew)
    {
        _layout = layout;
        if (isNew) (_taken, _used) = (0, 0);
    }

    /// <summary>Whether it can be used at all. Asked first.</summary>
    public bool IsWellFormed => _layout.IsWellFormed(memory);

    /// <summary>Takes the next chain that the driver has made available.</summary>
    /// <param name="head">Its first descriptor; out of range if the driver wrote nonsense.</param>
    public bool TryTake(out ushort head)
    {
        head = 0;
        if (Read<ushort>(_layout.DriverArea + IndexOffset) == _taken) return false;
        head = Read<ushort>(_layout.DriverArea + GuestQueueLayout.RingHeaderBytes + ((ulong)(_taken % _layout.Size) * sizeof(ushort)));
        _taken++;
        return true;
    }

    /// <summary>Reads a descriptor.</summary>
    /// <returns>False if there is none of that number, or what it describes is not all RAM.</returns>
    public bool TryReadDescriptor(ushort index, out VirtqDescriptor descriptor)
    {
        descriptor = default;
        if (index >= _layout.Size) return false;
        descriptor = Read<VirtqDescriptor>(_layout.Descriptors + ((ulong)index * GuestQueueLayout.DescriptorBytes));
        return descriptor.Length != 0 && GuestQueueLayout.IsRam(memory, descriptor.Address, descriptor.Length, 1);
    }

    /// <summary>Gives a chain back, of which <paramref name="written"/> bytes were written.</summary>
    public void Give(ushort head, uint written)
    {
        ulong element = _layout.DeviceArea + GuestQueueLayout.RingHeaderBytes + ((ulong)(_used % _layout.Size) * sizeof(ulong));
        Write(element, new VirtqUsedElement { Id = head, Length = written });
        Write(_layout.DeviceArea + IndexOffset, ++_used);
    }

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
}
