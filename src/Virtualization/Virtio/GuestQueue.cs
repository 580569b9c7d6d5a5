using System;
using System.Runtime.InteropServices;
using Pilevisor.Coherence;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// A split virtqueue of the guest's, from the device's side (Virtual I/O Device Version 1.2, section 2.7). It lies in the guest's RAM, wherever that is: each access may wait for a page. Whatever the guest wrote there, nothing
/// but its own RAM is touched, and every walk has an end. In use by one CPU at a time, which keeps to the layout that it began with, whatever becomes of the registers meanwhile.
/// </summary>
/// <param name="memory">The guest's RAM.</param>
/// <param name="grant">Whether it may be written.</param>
public sealed class GuestQueue(IGuestMemory memory, WriteGrant grant)
{
    private const ushort NoInterrupt = 1;
    private const uint IndexOffset = 2;

    private GuestQueueLayout _layout;
    private bool _tellsIndices;
    private ushort _taken;
    private ushort _used;

    // What had been used when the driver was last told.
    private ushort _told;

    // Where the driver was last told to ring.
    private ushort _ringsAt;

    /// <summary>How many entries it has.</summary>
    public ushort Size => _layout.Size;

    /// <summary>Begins to serve the queue.</summary>
    /// <param name="layout">Where it is.</param>
    /// <param name="features">What device and driver have agreed on.</param>
    /// <param name="isNew">Whether it is another one, of which nothing was taken yet.</param>
    public void Begin(in GuestQueueLayout layout, ulong features, bool isNew)
    {
        _layout = layout;
        _tellsIndices = (features & VirtioStatus.FeatureEventIndex) != 0;
        if (isNew) (_taken, _used, _told, _ringsAt) = (0, 0, 0, 0);
    }

    /// <summary>Whether it can be used at all. Asked first.</summary>
    public bool IsWellFormed => _layout.IsWellFormed(memory);

    /// <summary>Whether the driver wants to be told of what was given back since it last was. Asked once what there is was given back.</summary>
    public bool TakeWantsInterrupt()
    {
        if (_used == _told) return false;
        ushort before = _told;
        _told = _used;
        if (!_tellsIndices) return (Read<ushort>(_layout.DriverArea) & NoInterrupt) == 0;
        // Section 2.7.7.2: whether the index that the driver asks to be told at lies between.
        ushort wanted = Read<ushort>(_layout.DriverArea + GuestQueueLayout.RingHeaderBytes + ((ulong)_layout.Size * sizeof(ushort)));
        return (ushort)(_used - wanted - 1) < (ushort)(_used - before);
    }

    /// <summary>Finds the next chain that the driver has made available. If there is none, it rings for the next one.</summary>
    /// <param name="head">Its first descriptor; out of range if the driver wrote nonsense.</param>
    public bool TryPeek(out ushort head)
    {
        head = 0;
        if (Read<ushort>(_layout.DriverArea + IndexOffset) == _taken && !ComesMeanwhile()) return false;
        head = Read<ushort>(_layout.DriverArea + GuestQueueLayout.RingHeaderBytes + ((ulong)(_taken % _layout.Size) * sizeof(ushort)));
        return true;
    }

    /// <summary>Takes the chain that <see cref="TryPeek"/> has found.</summary>
    public void Take() => _taken++;

    /// <summary>As <see cref="TryPeek"/> and <see cref="Take"/>.</summary>
    public bool TryTake(out ushort head)
    {
        if (!TryPeek(out head)) return false;
        Take();
        return true;
    }

    /// <summary>Reads a descriptor.</summary>
    /// <returns>False if there is none of that number, or what it describes is not all RAM.</returns>
    public bool TryReadDescriptor(ushort index, out VirtqDescriptor descriptor)
    {
        descriptor = default;
        return index < _layout.Size && TryReadDescriptor(_layout.Descriptors, index, out descriptor);
    }

    /// <summary>Reads a descriptor of the table at <paramref name="table"/>, which has that many.</summary>
    /// <returns>False if what it describes is not all RAM.</returns>
    internal bool TryReadDescriptor(ulong table, ushort index, out VirtqDescriptor descriptor)
    {
        descriptor = Read<VirtqDescriptor>(table + ((ulong)index * GuestQueueLayout.DescriptorBytes));
        return descriptor.Length != 0 && IsRam(descriptor.Address, descriptor.Length, 1);
    }

    /// <summary>Whether <paramref name="bytes"/> bytes at <paramref name="address"/> are all RAM, and begin where they may.</summary>
    internal bool IsRam(ulong address, uint bytes, uint alignment) => GuestQueueLayout.IsRam(memory, address, bytes, alignment);

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

    /// <summary>Writes <paramref name="value"/> there, unless the driver has reset the device meanwhile.</summary>
    public void Write<T>(ulong address, T value)
        where T : unmanaged => Write(address, MemoryMarshal.AsBytes(MemoryMarshal.CreateReadOnlySpan(ref value, 1)));

    /// <summary>Writes <paramref name="content"/> there, unless the driver has reset the device meanwhile.</summary>
    public void Write(ulong address, ReadOnlySpan<byte> content) => memory.Write(new GuestPhysicalAddress(address), content, grant);

    // Who writes the index at which to ring must look once more: the driver may have made something available before it could see that.
    private bool ComesMeanwhile()
    {
        if (!_tellsIndices || _ringsAt == _taken) return false;
        _ringsAt = _taken;
        Write(_layout.DeviceArea + GuestQueueLayout.RingHeaderBytes + ((ulong)_layout.Size * sizeof(ulong)), _taken);
        return Read<ushort>(_layout.DriverArea + IndexOffset) != _taken;
    }
}
