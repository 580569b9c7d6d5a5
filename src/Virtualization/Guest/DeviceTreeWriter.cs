using System;
using System.Buffers.Binary;
using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Builds a flattened device tree (Devicetree Specification 0.4, chapter 5, version 17) in memory that it is given, front to back: a node's properties first, then its children.
/// <code>
/// DeviceTreeWriter tree = new(memory);
/// tree.BeginNode(""u8);
/// tree.Cell("#address-cells"u8, 2);
/// tree.EndNode();
/// int bytes = tree.Finish();
/// </code>
/// What does not fit is a panic.
/// </summary>
public ref struct DeviceTreeWriter
{
    private const int HeaderBytes = FlattenedDeviceTree.HeaderBytes;
    private const int ReservationsBytes = 16;
    private const int StringsCapacity = 1024;
    private const uint Magic = 0xd00d_feed;
    private const uint Version = 17;
    private const uint OldestCompatibleVersion = 16;

    private const uint BeginNodeToken = 1;
    private const uint EndNodeToken = 2;
    private const uint PropertyToken = 3;
    private const uint EndToken = 9;

    // Header, an empty list of reservations, the structure block growing upwards; names of properties gather at the end until Finish knows where they belong.
    private readonly Span<byte> _memory;
    private readonly Span<byte> _strings;
    private readonly int _structureEnd;
    private int _next = HeaderBytes + ReservationsBytes;
    private int _stringsBytes;
    private int _depth;

    /// <summary>Begins a tree.</summary>
    /// <param name="memory">Where; at least 2 KiB.</param>
    public DeviceTreeWriter(Span<byte> memory)
    {
        Panic.Unless(memory.Length >= 2 * StringsCapacity, "a device tree needs room for its header and its names");
        _memory = memory;
        _structureEnd = memory.Length - StringsCapacity;
        _strings = memory[_structureEnd..];
        memory[..(HeaderBytes + ReservationsBytes)].Clear();
    }

    /// <summary>Begins a node; the first is the root, with an empty name.</summary>
    public void BeginNode(ReadOnlySpan<byte> name)
    {
        _depth++;
        Word(BeginNodeToken);
        Bytes(name);
        Terminate();
    }

    /// <summary>Begins a node with a unit address: name@address, in hexadecimal.</summary>
    public void BeginNode(ReadOnlySpan<byte> name, ulong address)
    {
        _depth++;
        Word(BeginNodeToken);
        NodeName(name, address);
        Terminate();
    }

    /// <summary>Ends the innermost node.</summary>
    public void EndNode()
    {
        Panic.Unless(_depth > 0, "the end of a device tree node that was not begun");
        _depth--;
        Word(EndNodeToken);
    }

    /// <summary>A property without a value: it is there, which is what it says.</summary>
    public void Flag(ReadOnlySpan<byte> name) => BeginProperty(name, 0);

    /// <summary>A property that is one 32-bit number.</summary>
    public void Cell(ReadOnlySpan<byte> name, uint value)
    {
        BeginProperty(name, sizeof(uint));
        Word(value);
    }

    /// <summary>A property that is one 64-bit number.</summary>
    public void Number(ReadOnlySpan<byte> name, ulong value)
    {
        BeginProperty(name, sizeof(ulong));
        Long(value);
    }

    /// <summary>A property that is a string, or a list of strings with a zero byte between them.</summary>
    public void Text(ReadOnlySpan<byte> name, scoped ReadOnlySpan<byte> value)
    {
        BeginProperty(name, value.Length + 1);
        Bytes(value);
        Terminate();
    }

    /// <summary>A property that is the path of a node of the root with an address.</summary>
    /// <param name="name">The property's name.</param>
    /// <param name="node">The node's.</param>
    /// <param name="address">Its unit address.</param>
    public void Path(ReadOnlySpan<byte> name, ReadOnlySpan<byte> node, ulong address)
    {
        BeginProperty(name, node.Length + DigitsOf(address) + 3);
        Bytes("/"u8);
        NodeName(node, address);
        Terminate();
    }

    /// <summary>A property that is bytes.</summary>
    public void Raw(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        BeginProperty(name, value.Length);
        Bytes(value);
        Pad();
    }

    /// <summary>Completes the tree.</summary>
    /// <returns>How many bytes it has.</returns>
    public int Finish()
    {
        Panic.Unless(_depth == 0, "a device tree node that was not ended");
        Word(EndToken);
        int structureBytes = _next - HeaderBytes - ReservationsBytes;
        int stringsOffset = _next;
        _strings[.._stringsBytes].CopyTo(_memory[stringsOffset..]);
        int total = stringsOffset + _stringsBytes;

        _next = 0;
        Word(Magic);
        Word((uint)total);
        Word(HeaderBytes + ReservationsBytes);
        Word((uint)stringsOffset);
        Word(HeaderBytes);
        Word(Version);
        Word(OldestCompatibleVersion);
        Word(0); // boot_cpuid_phys: vCPU 0
        Word((uint)_stringsBytes);
        Word((uint)structureBytes);
        return total;
    }

    /// <summary>Begins a property that is a list of numbers: <paramref name="bytes"/> bytes, which <see cref="Word"/> and <see cref="Long"/> append.</summary>
    public void BeginProperty(ReadOnlySpan<byte> name, int bytes)
    {
        Word(PropertyToken);
        Word((uint)bytes);
        Word((uint)Intern(name));
    }

    /// <summary>Appends a word to the property that <see cref="BeginProperty"/> began.</summary>
    public void Word(uint value)
    {
        Room(sizeof(uint));
        BinaryPrimitives.WriteUInt32BigEndian(_memory[_next..], value);
        _next += sizeof(uint);
    }

    /// <summary>Appends two words, one number, to the property that <see cref="BeginProperty"/> began.</summary>
    public void Long(ulong value)
    {
        Word((uint)(value >> 32));
        Word((uint)value);
    }

    private void NodeName(ReadOnlySpan<byte> name, ulong address)
    {
        Bytes(name);
        Bytes("@"u8);
        for (int i = DigitsOf(address) - 1; i >= 0; i--) Bytes("0123456789abcdef"u8.Slice((int)(address >> (4 * i)) & 15, 1));
    }

    private static int DigitsOf(ulong address)
    {
        int digits = 1;
        while (digits < 16 && address >> (4 * digits) != 0) digits++;
        return digits;
    }

    private void Bytes(scoped ReadOnlySpan<byte> value)
    {
        Room(value.Length);
        value.CopyTo(_memory[_next..]);
        _next += value.Length;
    }

    // The zero that ends a string.
    private void Terminate()
    {
        Bytes("\0"u8);
        Pad();
    }

    private void Pad()
    {
        while (_next % sizeof(uint) != 0) Bytes("\0"u8);
    }

    private readonly void Room(int bytes) => Panic.Unless(bytes <= _structureEnd - _next, "the device tree does not fit into the memory it was given");

    private int Intern(ReadOnlySpan<byte> name)
    {
        for (int at = 0; at < _stringsBytes;)
        {
            int length = _strings[at.._stringsBytes].IndexOf((byte)0);
            if (_strings.Slice(at, length).SequenceEqual(name)) return at;
            at += length + 1;
        }
        Panic.Unless(name.Length < StringsCapacity - _stringsBytes, "the names of a device tree's properties do not fit");
        int offset = _stringsBytes;
        name.CopyTo(_strings[offset..]);
        _strings[offset + name.Length] = 0;
        _stringsBytes += name.Length + 1;
        return offset;
    }
}
