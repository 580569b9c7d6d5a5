using System;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Threading;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// A split virtqueue of whole requests (Virtual I/O Device Version 1.2, section 2.7): each has a descriptor, of its number, and that leads to a table of its pieces (section 2.7.5.3), so that a request takes one place however many pieces it has.
/// What the device hands back is checked to have been given to it.
/// </summary>
internal sealed unsafe class VirtioRequestQueue : MachineQueue
{
    private const uint MostRequests = 32;
    private const ulong DriverAreaOffset = 0x400;
    private const ulong DeviceAreaOffset = 0x800;
    private const ushort NoNotify = 1;

    private readonly IDmaBarriers _barriers;
    private readonly VirtioMmioTransport _transport;
    private readonly int _index;
    private readonly PhysicalAddress _ring;
    private readonly PhysicalAddress _tables;
    private readonly VirtqDescriptor* _descriptors;
    private readonly VirtqDescriptor* _pieces;
    private readonly int[] _pieceCounts;
    private readonly bool[] _withDevice;

    // struct virtq_avail: flags, idx, ring[]; struct virtq_used: flags, idx, ring[] of elements.
    private readonly ushort* _available;
    private readonly ushort* _used;
    private ushort _published;
    private ushort _taken;

    /// <summary>Takes the queue's memory.</summary>
    /// <param name="memory">Where from.</param>
    /// <param name="barriers">Ordering towards the device.</param>
    /// <param name="transport">The device.</param>
    /// <param name="index">The queue's number.</param>
    /// <param name="maximumSize">The most entries: a power of two.</param>
    public VirtioRequestQueue(IPhysicalMemory memory, IDmaBarriers barriers, VirtioMmioTransport transport, int index, uint maximumSize)
    {
        (_barriers, _transport, _index) = (barriers, transport, index);
        Requests = (int)Math.Min(maximumSize, MostRequests);
        _ring = memory.Allocate(GranuleNumber.Bytes, GranuleNumber.Bytes, "a queue of a device for the guest");
        _tables = memory.Allocate((ulong)Requests * TableBytes, GranuleNumber.Bytes, "requests to a device for the guest");
        _descriptors = (VirtqDescriptor*)memory.Pointer(_ring);
        _pieces = (VirtqDescriptor*)memory.Pointer(_tables);
        _available = (ushort*)memory.Pointer(_ring + DriverAreaOffset);
        _used = (ushort*)memory.Pointer(_ring + DeviceAreaOffset);
        _pieceCounts = new int[Requests];
        _withDevice = new bool[Requests];
    }

    /// <inheritdoc/>
    public override int Requests { get; }

    private static uint TableBytes => MostPieces * (uint)sizeof(VirtqDescriptor);

    /// <summary>Makes the queue empty and tells the device, which was reset, of it.</summary>
    public void Reset()
    {
        _pieceCounts.AsSpan().Clear();
        _withDevice.AsSpan().Clear();
        new Span<byte>(_descriptors, (int)GranuleNumber.Bytes).Clear();
        (_published, _taken) = (0, 0);
        _transport.AddQueue(_index, (uint)Requests, _ring, _ring + DriverAreaOffset, _ring + DeviceAreaOffset);
    }

    /// <inheritdoc/>
    public override bool TryAdd(int request, PhysicalAddress start, uint bytes, bool deviceWrites)
    {
        ref int count = ref _pieceCounts[request];
        VirtqDescriptor* table = _pieces + ((long)request * MostPieces);
        ushort flags = deviceWrites ? VirtqDescriptor.DeviceWrites : (ushort)0;
        if (count != 0 && TryExtend(table + (count - 1), start, bytes, flags)) return true;
        if (count == MostPieces) return false;
        if (count != 0) table[count - 1].Flags |= VirtqDescriptor.GoesOn;
        table[count] = new VirtqDescriptor { Address = start.Value, Length = bytes, Flags = flags, Next = (ushort)(count + 1) };
        count++;
        return true;
    }

    /// <inheritdoc/>
    public override void Clear(int request) => _pieceCounts[request] = 0;

    /// <inheritdoc/>
    public override void Publish(int request)
    {
        if (_withDevice[request] || _pieceCounts[request] == 0) RefuseRequest(request);
        _withDevice[request] = true;
        _descriptors[request] = new VirtqDescriptor
        {
            Address = (_tables + ((ulong)request * TableBytes)).Value,
            Length = (uint)(_pieceCounts[request] * sizeof(VirtqDescriptor)),
            Flags = VirtqDescriptor.Indirect,
        };
        _available[2 + (_published % Requests)] = (ushort)request;
        _published++;
        // Descriptors, ring entry and what the pieces hold are there before the index that announces them.
        _barriers.Write();
        Volatile.Write(ref _available[1], _published);
    }

    /// <inheritdoc/>
    public override void Notify()
    {
        // The index is out before the question is asked, or both sides could go to sleep over it.
        _barriers.Full();
        if ((Volatile.Read(ref _used[0]) & NoNotify) == 0) _transport.Notify(_index);
    }

    /// <inheritdoc/>
    public override bool TryTake(out int request, out uint written)
    {
        request = 0;
        written = 0;
        if (Volatile.Read(ref _used[1]) == _taken) return false;
        // The index was read before the entry and what was written are.
        _barriers.Read();
        VirtqUsedElement element = ((VirtqUsedElement*)(_used + 2))[_taken % Requests];
        if (element.Id >= Requests || !_withDevice[element.Id]) RefuseUnknown(element.Id);
        request = (int)element.Id;
        written = element.Length;
        _withDevice[request] = false;
        _pieceCounts[request] = 0;
        _taken++;
        return true;
    }

    private static bool TryExtend(VirtqDescriptor* last, PhysicalAddress start, uint bytes, ushort flags)
    {
        if (last->Flags != flags || last->Address + last->Length != start.Value) return false;
        last->Length += bytes;
        return true;
    }

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseRequest(int request) => Panic.Fail($"request {request} of queue {_index} of the virtio device at {_transport.Registers} is with the device already, or empty");

    [DoesNotReturn]
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RefuseUnknown(uint id) => Panic.Fail($"the virtio device at {_transport.Registers} hands back request {id} of queue {_index}, which it was not given");
}
