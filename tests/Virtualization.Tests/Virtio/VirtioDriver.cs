using System;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests.Virtio;

/// <summary>A guest's driver of a queue of eight entries of the virtio device in a slot; queue and requests lie at the begin of RAM, or <paramref name="place"/> bytes behind.</summary>
internal sealed class VirtioDriver(VirtioSlots slots, FakeGuestMemory memory, Action serve, uint slot = 0, uint queue = 0, ulong place = 0)
{
    public const ushort QueueSize = 8;
    public const uint AllOk = 15;

    public ulong Descriptors => FakeGuestMemory.Start + place;

    public ulong DriverArea => Descriptors + 0x1000;

    public ulong DeviceArea => Descriptors + 0x2000;

    public ulong Request => Descriptors + 0x3000;

    public ulong Response => Descriptors + 0x4000;

    private ushort _available;

    public uint this[uint offset]
    {
        get
        {
            Assert(slots.TryRead(new MmioAccess((slot * 0x200) + offset, 4, default), out ulong value), "no register");
            return (uint)value;
        }
        set => Assert(slots.TryWrite(new MmioAccess((slot * 0x200) + offset, 4, default), value), "no register");
    }

    public ulong Configuration(uint offset) => this[VirtioMmioRegisters.Configuration + offset] | ((ulong)this[VirtioMmioRegisters.Configuration + offset + 4] << 32);

    /// <summary>As Linux begins (Virtual I/O Device Version 1.2, section 3.1).</summary>
    public void Begin(ulong features)
    {
        this[VirtioMmioRegisters.Status] = 0;
        this[VirtioMmioRegisters.Status] = 3;
        for (uint half = 0; half < 2; half++)
        {
            this[VirtioMmioRegisters.DriverFeaturesSelect] = half;
            this[VirtioMmioRegisters.DriverFeatures] = (uint)(features >> (int)(32 * half));
        }
        this[VirtioMmioRegisters.Status] = 11;
        AddQueue();
        this[VirtioMmioRegisters.Status] = AllOk;
    }

    /// <summary>Says where the queue is, which is empty.</summary>
    public void AddQueue()
    {
        this[VirtioMmioRegisters.QueueSelect] = queue;
        this[VirtioMmioRegisters.QueueSize] = QueueSize;
        SetQueue(Descriptors, DriverArea, DeviceArea);
        _available = 0;
    }

    /// <summary>used.idx.</summary>
    public ushort Used => Get<ushort>(DeviceArea + 2);

    /// <summary>Entry number <paramref name="index"/> of the used ring: which chain, and how many bytes were written.</summary>
    public (uint Head, uint Written) UsedEntry(uint index)
    {
        VirtqUsedElement element = Get<VirtqUsedElement>(DeviceArea + 4 + (index % QueueSize * 8));
        return (element.Id, element.Length);
    }

    public void SetQueue(ulong descriptors, ulong driverArea, ulong deviceArea)
    {
        this[VirtioMmioRegisters.QueueReady] = 0;
        foreach ((uint register, ulong address) in (ReadOnlySpan<(uint, ulong)>)
                 [(VirtioMmioRegisters.QueueDescriptors, descriptors), (VirtioMmioRegisters.QueueDriverArea, driverArea), (VirtioMmioRegisters.QueueDeviceArea, deviceArea)])
        {
            this[register] = (uint)address;
            this[register + 4] = (uint)(address >> 32);
        }
        this[VirtioMmioRegisters.QueueReady] = 1;
    }

    /// <summary>Asks for something; what the device has answered by the time it was served.</summary>
    public TResponse Ask<TRequest, TResponse>(TRequest request)
        where TRequest : unmanaged
        where TResponse : unmanaged
    {
        Put(Request, request);
        PutDescriptor(0, Request, (uint)Unsafe.SizeOf<TRequest>(), VirtqDescriptor.GoesOn, 1);
        PutDescriptor(1, Response, (uint)Unsafe.SizeOf<TResponse>(), VirtqDescriptor.DeviceWrites, 0);
        ushort used = Get<ushort>(DeviceArea + 2);
        Ring(0);
        Assert(Get<ushort>(DeviceArea + 2) == (ushort)(used + 1), "the request was not given back");
        Assert((uint)Get<ulong>(DeviceArea + 4 + ((ulong)(used % QueueSize) * 8)) == 0, "another request was given back");
        return Get<TResponse>(Response);
    }

    public void PutDescriptor(uint index, ulong address, uint bytes, ushort flags, ushort next) =>
        Put(Descriptors + (index * 16), new VirtqDescriptor { Address = address, Length = bytes, Flags = flags, Next = next });

    /// <summary>Makes a chain available and rings; then devices are served.</summary>
    public void Ring(ushort head)
    {
        Offer(head);
        this[VirtioMmioRegisters.QueueNotify] = queue;
        serve();
    }

    /// <summary>Makes a chain available.</summary>
    public void Offer(ushort head)
    {
        Put(DriverArea + 4 + ((ulong)(_available % QueueSize) * 2), head);
        Put(DriverArea + 2, ++_available);
    }

    public void Put<T>(ulong address, T value)
        where T : unmanaged => memory.Write(new GuestPhysicalAddress(address), MemoryMarshal.AsBytes(new ReadOnlySpan<T>(in value)));

    public T Get<T>(ulong address)
        where T : unmanaged
    {
        T value = default;
        memory.Read(new GuestPhysicalAddress(address), MemoryMarshal.AsBytes(new Span<T>(ref value)));
        return value;
    }

    private static void Assert(bool condition, string otherwise) => Xunit.Assert.True(condition, otherwise);
}
