using System;
using System.Buffers.Binary;

namespace Pilevisor.Kernel;

/// <summary>A node of a <see cref="FlattenedDeviceTree"/>.</summary>
public readonly ref struct DeviceTreeNode
{
    private readonly FlattenedDeviceTree _tree;
    private readonly int _start;

    /// <summary>The node whose FDT_BEGIN_NODE stands at <paramref name="start"/> in the structure block.</summary>
    internal DeviceTreeNode(FlattenedDeviceTree tree, int start)
    {
        _tree = tree;
        _start = start;
    }

    /// <summary>Its name with the unit address, "memory@40000000" say; empty for the root.</summary>
    public ReadOnlySpan<byte> Name
    {
        get
        {
            DeviceTreeTokens tokens = _tree.TokensFrom(_start);
            tokens.Next();
            return tokens.Name;
        }
    }

    /// <summary>#address-cells: how many 32-bit cells an address in a child's reg has; 2 if it does not say.</summary>
    public uint AddressCells => TryGetCell("#address-cells"u8, out uint cells) ? cells : 2;

    /// <summary>#size-cells: how many 32-bit cells a size in a child's reg has; 1 if it does not say.</summary>
    public uint SizeCells => TryGetCell("#size-cells"u8, out uint cells) ? cells : 1;

    /// <summary>Whether status says that it works: "okay", "ok", or nothing.</summary>
    public bool IsEnabled => !TryGetProperty("status"u8, out ReadOnlySpan<byte> status) || DeviceTreeText.IsString(status, "okay"u8) || DeviceTreeText.IsString(status, "ok"u8);

    /// <summary>Finds the property called <paramref name="name"/>.</summary>
    public bool TryGetProperty(ReadOnlySpan<byte> name, out ReadOnlySpan<byte> value)
    {
        DeviceTreeTokens tokens = _tree.TokensFrom(_start);
        tokens.Next();
        while (tokens.Next() == DeviceTreeToken.Property)
        {
            if (!tokens.Name.SequenceEqual(name)) continue;
            value = tokens.Value;
            return true;
        }
        value = default;
        return false;
    }

    /// <summary>Finds the property called <paramref name="name"/>, if it is one 32-bit number.</summary>
    public bool TryGetCell(ReadOnlySpan<byte> name, out uint value)
    {
        bool isCell = TryGetProperty(name, out ReadOnlySpan<byte> bytes) && bytes.Length == sizeof(uint);
        value = isCell ? BinaryPrimitives.ReadUInt32BigEndian(bytes) : 0;
        return isCell;
    }

    /// <summary>Finds the property called <paramref name="name"/>, if it is one number of 32 or 64 bits.</summary>
    public bool TryGetNumber(ReadOnlySpan<byte> name, out ulong value)
    {
        value = 0;
        return TryGetProperty(name, out ReadOnlySpan<byte> bytes) && new DeviceTreeCells(bytes).TryRead((uint)bytes.Length / sizeof(uint), out value);
    }

    /// <summary>Whether its property <paramref name="name"/> is the string <paramref name="text"/>.</summary>
    public bool Says(ReadOnlySpan<byte> name, ReadOnlySpan<byte> text) => TryGetProperty(name, out ReadOnlySpan<byte> value) && DeviceTreeText.IsString(value, text);

    /// <summary>Whether <paramref name="compatible"/> is one of the strings of its compatible property.</summary>
    public bool IsCompatible(ReadOnlySpan<byte> compatible) => TryGetProperty("compatible"u8, out ReadOnlySpan<byte> list) && DeviceTreeText.ListContains(list, compatible);
}
