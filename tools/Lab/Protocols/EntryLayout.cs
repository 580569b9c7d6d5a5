using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Runtime.InteropServices;
using Pilevisor.Kernel;

namespace Pilevisor.Lab.Protocols;

/// <summary>
/// What a protocol's page entry is made of, found by reflection: so that an entry can be shown to people, and the nodes in it renamed, whatever the protocol. For clusters of 64 nodes at most, where a set is one word.
/// </summary>
public sealed class EntryLayout
{
    private const string StateField = "State";

    private readonly EntryField[] _fields;
    private readonly EntryField _state;
    private readonly int[] _nodeOffsets;
    private readonly int[] _setOffsets;

    /// <summary>Looks at the unmanaged struct <paramref name="entry"/> and at the names of the sets of nodes that lie behind it, which the enumeration <paramref name="sets"/> has in their order.</summary>
    public EntryLayout(Type entry, Type? sets)
    {
        int behind = Marshal.SizeOf(entry);
        IEnumerable<string> names = sets is null ? [] : Enum.GetNames(sets);
        _fields = [.. names.Select((name, i) => new EntryField(name, typeof(NodeSet), behind + (i * sizeof(ulong)))), .. Fields(entry, 0).OrderBy(field => field.Offset)];
        _state = _fields.FirstOrDefault(field => field.Type.IsEnum && field.Name == StateField) ?? throw new LabException($"{entry.Name} has no field {StateField} that is an enumeration: states are shown by it");
        _nodeOffsets = [.. _fields.Where(field => field.Type == typeof(NodeId)).Select(field => field.Offset)];
        _setOffsets = [.. _fields.Where(field => field.Type == typeof(NodeSet)).Select(field => field.Offset)];
    }

    /// <summary>The entry with its nodes renamed.</summary>
    /// <param name="entry">Changed in place.</param>
    /// <param name="renaming">Where the new number of node i is at i.</param>
    public void Rename(Span<byte> entry, ReadOnlySpan<byte> renaming)
    {
        foreach (int offset in _nodeOffsets)
        {
            ref NodeId node = ref MemoryMarshal.AsRef<NodeId>(entry[offset..]);
            if (node.Value < renaming.Length) node = new NodeId(renaming[node.Value]);
        }
        foreach (int offset in _setOffsets)
        {
            ref NodeSet set = ref MemoryMarshal.AsRef<NodeSet>(entry[offset..]);
            set = Rename(set, renaming);
        }
    }

    /// <summary>A set with its nodes renamed.</summary>
    public static NodeSet Rename(NodeSet set, ReadOnlySpan<byte> renaming)
    {
        NodeSet renamed = NodeSet.Empty;
        for (NodeSet rest = set; !rest.IsEmpty; rest = rest.Without(rest.First)) renamed = renamed.With(new NodeId(renaming[rest.First.Value]));
        return renamed;
    }

    /// <summary>An entry for people: its fields that are not zero.</summary>
    public string Describe(ReadOnlySpan<byte> entry)
    {
        List<string> parts = [];
        foreach (EntryField field in _fields)
        {
            ReadOnlySpan<byte> bytes = entry.Slice(field.Offset, SizeOf(field.Type));
            string text = Text(field.Type, bytes);
            if (field == _state) parts.Insert(0, text);
            else if (bytes.ContainsAnyExcept((byte)0)) parts.Add($"{field.Name}={text}");
        }
        return string.Join(' ', parts);
    }

    /// <summary>The number of the state that an entry is in.</summary>
    public int State(ReadOnlySpan<byte> entry) => entry[_state.Offset];

    /// <summary>What the protocol calls a state.</summary>
    public string StateName(int state) => Enum.GetName(_state.Type, Enum.ToObject(_state.Type, state)) ?? $"{state}";

    /// <summary>A set for people: {0,2}.</summary>
    public static string Text(NodeSet set)
    {
        List<int> members = [];
        for (NodeSet rest = set; !rest.IsEmpty; rest = rest.Without(rest.First)) members.Add(rest.First.Value);
        return $"{{{string.Join(',', members)}}}";
    }

    private static string Text(Type type, ReadOnlySpan<byte> bytes)
    {
        if (type == typeof(NodeId)) return $"{MemoryMarshal.Read<NodeId>(bytes).Value}";
        if (type == typeof(NodeSet)) return Text(MemoryMarshal.Read<NodeSet>(bytes));
        long number = bytes.Length switch
        {
            1 => bytes[0],
            2 => MemoryMarshal.Read<short>(bytes),
            4 => MemoryMarshal.Read<int>(bytes),
            _ => MemoryMarshal.Read<long>(bytes),
        };
        return type.IsEnum ? Enum.ToObject(type, number).ToString()! : $"{number}";
    }

    private static IEnumerable<EntryField> Fields(Type type, int offset)
    {
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            int at = offset + (int)Marshal.OffsetOf(type, field.Name);
            if (field.FieldType == typeof(bool)) throw new LabException($"{type.Name}.{field.Name} is a bool, whose place the Lab cannot find: use a flag of an enumeration of bytes");
            bool isLeaf = field.FieldType.IsPrimitive || field.FieldType.IsEnum || field.FieldType == typeof(NodeId) || field.FieldType == typeof(NodeSet);
            if (isLeaf) yield return new EntryField(field.Name, field.FieldType, at);
            else foreach (EntryField inner in Fields(field.FieldType, at)) yield return inner with { Name = $"{field.Name}.{inner.Name}" };
        }
    }

    private static int SizeOf(Type type) => Marshal.SizeOf(type.IsEnum ? Enum.GetUnderlyingType(type) : type);
}
