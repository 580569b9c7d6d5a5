using System;
using System.Buffers.Binary;

namespace Pilevisor.Kernel;

/// <summary>
/// A device tree as firmware hands it over (Devicetree Specification 0.4, chapter 5). It is checked once, by <see cref="TryOpen"/>, which takes any bytes without harm; what opened can be read without further care.
/// </summary>
public readonly ref struct FlattenedDeviceTree
{
    /// <summary>The header's size in bytes, for the versions that are read: 16 and 17.</summary>
    public const int HeaderBytes = 40;

    /// <summary>The largest tree that is read: firmware's are far smaller (QEMU pads its own to 1 MiB).</summary>
    public const uint MaximumBytes = 2u << 20;

    private const uint Magic = 0xd00d_feed;
    // Where fields of the header stand.
    private const int TotalBytes = 4;
    private const int StructureOffset = 8;
    private const int StringsOffset = 12;
    private const int ReservationsOffset = 16;
    private const int Version = 20;
    private const int OldestCompatibleVersion = 24;
    private const int StringsBytes = 32;
    private const int StructureBytes = 36;
    private const int ReservationBytes = 16;
    private const uint OldestVersion = 16;
    private const uint NewestVersion = 17;

    private readonly ReadOnlySpan<byte> _blob;
    private readonly ReadOnlySpan<byte> _structure;
    private readonly ReadOnlySpan<byte> _strings;
    private readonly ReadOnlySpan<byte> _reservations;

    private FlattenedDeviceTree(ReadOnlySpan<byte> blob, ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings)
    {
        _blob = blob;
        _structure = structure;
        _strings = strings;
        _reservations = blob[(int)Word(blob, ReservationsOffset)..];
    }

    /// <summary>Reads from a header how long the whole tree is.</summary>
    /// <param name="header">At least <see cref="HeaderBytes"/> bytes.</param>
    /// <param name="bytes">Its total size, at most <see cref="MaximumBytes"/>.</param>
    /// <returns>False if it is no header of a tree that can be read.</returns>
    public static bool TryGetTotalBytes(ReadOnlySpan<byte> header, out uint bytes)
    {
        bytes = 0;
        if (header.Length < HeaderBytes || Word(header, 0) != Magic) return false;
        bytes = Word(header, TotalBytes);
        return bytes is >= HeaderBytes and <= MaximumBytes;
    }

    /// <summary>Checks <paramref name="blob"/> and opens it.</summary>
    /// <param name="blob">The tree; may be followed by other bytes.</param>
    /// <param name="tree">The tree, empty if it cannot be read.</param>
    /// <param name="defect">What is wrong with it; empty if nothing is.</param>
    public static bool TryOpen(ReadOnlySpan<byte> blob, out FlattenedDeviceTree tree, out string defect)
    {
        tree = default;
        defect = "it does not begin with the header of a flattened device tree";
        if (!TryGetTotalBytes(blob, out uint bytes)) return false;
        defect = "it is shorter than its header says";
        if (bytes > (uint)blob.Length) return false;
        blob = blob[..(int)bytes];

        defect = "its version is neither 16 nor 17";
        if (Word(blob, Version) < OldestVersion || Word(blob, OldestCompatibleVersion) > NewestVersion) return false;
        defect = "a block lies outside of it";
        if (!TryGetStructure(blob, out ReadOnlySpan<byte> structure)) return false;
        if (!TrySlice(blob, Word(blob, StringsOffset), Word(blob, StringsBytes), out ReadOnlySpan<byte> strings)) return false;
        if (!TrySlice(blob, Word(blob, ReservationsOffset), 0, out _)) return false;

        FlattenedDeviceTree candidate = new(blob, structure, strings);
        defect = DefectOf(candidate.TokensFrom(0));
        if (defect.Length != 0) return false;
        tree = candidate;
        return true;
    }

    /// <summary>How many bytes <see cref="CopyTo"/> copies: all but the padding at the end.</summary>
    public int UsedBytes
    {
        get
        {
            uint structureEnd = Word(_blob, StructureOffset) + (uint)_structure.Length;
            uint stringsEnd = Word(_blob, StringsOffset) + (uint)_strings.Length;
            int reservations = 0;
            while (TryGetReservation(reservations, out _, out _)) reservations++;
            uint reservationsEnd = Word(_blob, ReservationsOffset) + ((uint)(reservations + 1) * ReservationBytes);
            uint end = Math.Max(HeaderBytes, Math.Max(structureEnd, Math.Max(stringsEnd, reservationsEnd)));
            return (int)Math.Min(end, (uint)_blob.Length);
        }
    }

    /// <summary>Copies the tree without its padding.</summary>
    /// <param name="destination">At least <see cref="UsedBytes"/> bytes.</param>
    public void CopyTo(Span<byte> destination)
    {
        _blob[..UsedBytes].CopyTo(destination);
        BinaryPrimitives.WriteUInt32BigEndian(destination[TotalBytes..], (uint)UsedBytes);
    }

    /// <summary>Begins a visit of all nodes.</summary>
    public DeviceTreeWalk Walk() => new(this);

    /// <summary>The memory reservation number <paramref name="index"/>: RAM that must be left alone.</summary>
    /// <returns>False if there are not so many.</returns>
    public bool TryGetReservation(int index, out ulong start, out ulong bytes)
    {
        start = bytes = 0;
        for (int i = 0, at = 0; at + ReservationBytes <= _reservations.Length; i++, at += ReservationBytes)
        {
            start = BinaryPrimitives.ReadUInt64BigEndian(_reservations[at..]);
            bytes = BinaryPrimitives.ReadUInt64BigEndian(_reservations[(at + 8)..]);
            if (start == 0 && bytes == 0) return false;
            if (i == index) return true;
        }
        return false;
    }

    internal DeviceTreeTokens TokensFrom(int offset) => new(_structure, _strings, offset);

    private static uint Word(ReadOnlySpan<byte> header, int offset) => BinaryPrimitives.ReadUInt32BigEndian(header[offset..]);

    // Version 16 has no size for the structure block: it ends where the tree does, and FDT_END ends it earlier.
    private static bool TryGetStructure(ReadOnlySpan<byte> blob, out ReadOnlySpan<byte> structure)
    {
        uint offset = Word(blob, StructureOffset);
        structure = default;
        if (offset > (uint)blob.Length || offset % 4 != 0) return false;
        return TrySlice(blob, offset, Word(blob, Version) == OldestVersion ? (uint)blob.Length - offset : Word(blob, StructureBytes), out structure);
    }

    private static bool TrySlice(ReadOnlySpan<byte> blob, uint offset, uint bytes, out ReadOnlySpan<byte> slice)
    {
        bool fits = offset <= (uint)blob.Length && bytes <= (uint)blob.Length - offset;
        slice = fits ? blob.Slice((int)offset, (int)bytes) : default;
        return fits;
    }

    private static string DefectOf(DeviceTreeTokens tokens)
    {
        int depth = 0;
        int roots = 0;
        while (true)
        {
            DeviceTreeToken token = tokens.Next();
            if (token == DeviceTreeToken.End) return depth == 0 && roots == 1 ? "" : "its nodes do not form one tree";
            if (token == DeviceTreeToken.Malformed) return "its structure block holds an unknown or truncated token";
            if (token == DeviceTreeToken.BeginNode)
            {
                if (depth == 0) roots++;
                if (++depth > DeviceTreeWalk.MaximumDepth) return "its nodes are nested too deep";
            }
            else if (depth == 0)
            {
                return "it has a property or the end of a node outside of every node";
            }
            else if (token == DeviceTreeToken.EndNode)
            {
                depth--;
            }
        }
    }
}
