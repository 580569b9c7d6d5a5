using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using Pilevisor.Fakes;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers.Tests;

/// <summary>The device's side of a split virtqueue: it walks descriptor table and rings in memory, as section 2.7 of the standard lays them out, and fails the test if they are malformed.</summary>
public sealed class FakeVirtQueue(FakePhysicalMemory memory)
{
    private readonly Queue<(ushort Id, ulong Address, uint Length)> _fetched = new();
    private ushort _seen;

    /// <summary>QueueNum.</summary>
    public uint Size { get; set; }

    /// <summary>QueueReady.</summary>
    public bool Ready { get; set; }

    /// <summary>QueueDesc, QueueDriver and QueueDevice.</summary>
    public ulong[] Areas { get; } = new ulong[3];

    /// <summary>Whether the buffers of this queue are the device's to write.</summary>
    public bool DeviceWrites { get; init; }

    /// <summary>The second pieces of buffers that have one, until they are taken from here.</summary>
    public Dictionary<ushort, (ulong Address, uint Length)> More { get; } = [];

    /// <summary>The pieces of buffers that are tables, until they are taken from here.</summary>
    public Dictionary<ushort, (ulong Address, uint Length, ushort Flags)[]> Tables { get; } = [];

    /// <summary>used.idx.</summary>
    public ushort UsedIndex { get; private set; }

    /// <summary>avail.idx.</summary>
    public ushort AvailableIndex => Read16(Areas[1] + 2);

    /// <summary>VIRTQ_AVAIL_F_NO_INTERRUPT.</summary>
    public bool InterruptsSuppressed => (Read16(Areas[1]) & 1) != 0;

    /// <summary>VIRTQ_USED_F_NO_NOTIFY.</summary>
    public bool SuppressNotifications
    {
        set => BinaryPrimitives.WriteUInt16LittleEndian(Bytes(Areas[2], 2), value ? (ushort)1 : (ushort)0);
    }

    /// <summary>The address and length of the buffer that the entry of the available ring at <paramref name="index"/> names, unchecked.</summary>
    public (ulong Address, uint Length) Available(ushort index)
    {
        Span<byte> descriptor = Bytes(Areas[0] + (Read16(Areas[1] + 4 + (index % Size * 2)) * 16ul), 16);
        return (BinaryPrimitives.ReadUInt64LittleEndian(descriptor), BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]));
    }

    /// <summary>Takes the next buffer the driver made available.</summary>
    public bool TryFetch(out (ushort Id, ulong Address, uint Length) buffer)
    {
        while (_seen != AvailableIndex) _fetched.Enqueue(FetchNext());
        return _fetched.TryDequeue(out buffer);
    }

    /// <summary>Hands a buffer, or whatever a broken device would, back to the driver.</summary>
    public void Use(uint id, uint length)
    {
        Span<byte> element = Bytes(Areas[2] + 4 + (UsedIndex % Size * 8), 8);
        BinaryPrimitives.WriteUInt32LittleEndian(element, id);
        BinaryPrimitives.WriteUInt32LittleEndian(element[4..], length);
        UsedIndex++;
        BinaryPrimitives.WriteUInt16LittleEndian(Bytes(Areas[2] + 2, 2), UsedIndex);
    }

    /// <summary>The memory at a physical address.</summary>
    public unsafe Span<byte> Bytes(ulong address, int length)
    {
        byte* start = memory.Pointer(new PhysicalAddress(address));
        _ = memory.Pointer(new PhysicalAddress(address + (ulong)length - 1));
        return new Span<byte>(start, length);
    }

    private (ushort Id, ulong Address, uint Length) FetchNext()
    {
        if ((ushort)(AvailableIndex - _seen) > Size) throw new InvalidOperationException("avail.idx runs ahead of the ring");
        ushort id = Read16(Areas[1] + 4 + (_seen % Size * 2));
        if (id >= Size) throw new InvalidOperationException($"descriptor {id} does not exist");
        _seen++;
        Span<byte> descriptor = Bytes(Areas[0] + (id * 16ul), 16);
        (ulong Address, uint Length) first = Piece(descriptor);
        if (BinaryPrimitives.ReadUInt16LittleEndian(descriptor[12..]) == 4)
        {
            Tables[id] = ReadTable(first.Address, first.Length);
            return (id, first.Address, first.Length);
        }
        if ((Flags(descriptor) & 1) == 0) return (id, first.Address, first.Length);
        ushort next = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[14..]);
        if (next >= Size || next == id) throw new InvalidOperationException($"descriptor {id} goes on in {next}");
        Span<byte> second = Bytes(Areas[0] + (next * 16ul), 16);
        if ((Flags(second) & 1) != 0) throw new InvalidOperationException($"buffer {id} has a third piece");
        More[id] = Piece(second);
        return (id, first.Address, first.Length);
    }

    private (ulong Address, uint Length, ushort Flags)[] ReadTable(ulong address, uint length)
    {
        if (length == 0 || length % 16 != 0) throw new InvalidOperationException($"a table of {length} bytes");
        List<(ulong Address, uint Length, ushort Flags)> pieces = [];
        for (ushort i = 0, next = 0; ; i++)
        {
            if (next != i || i * 16u >= length) throw new InvalidOperationException($"piece {i} of a table is said to be {next}");
            Span<byte> piece = Bytes(address + (i * 16ul), 16);
            ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(piece[12..]);
            pieces.Add((Piece(piece).Address, Piece(piece).Length, (ushort)(flags & 2)));
            if ((flags & 1) == 0) return (pieces.Count * 16) == length ? [.. pieces] : throw new InvalidOperationException("a table ends before it should");
            next = BinaryPrimitives.ReadUInt16LittleEndian(piece[14..]);
        }
    }

    private ushort Flags(Span<byte> descriptor)
    {
        ushort flags = BinaryPrimitives.ReadUInt16LittleEndian(descriptor[12..]);
        return (flags & ~1) == (DeviceWrites ? 2 : 0) ? flags : throw new InvalidOperationException($"a descriptor has flags {flags}");
    }

    private static (ulong Address, uint Length) Piece(Span<byte> descriptor) => (BinaryPrimitives.ReadUInt64LittleEndian(descriptor), BinaryPrimitives.ReadUInt32LittleEndian(descriptor[8..]));

    private ushort Read16(ulong address) => BinaryPrimitives.ReadUInt16LittleEndian(Bytes(address, 2));
}
