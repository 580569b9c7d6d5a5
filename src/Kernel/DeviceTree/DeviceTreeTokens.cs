using System;
using System.Buffers.Binary;

namespace Pilevisor.Kernel;

/// <summary>Reads the tokens of a structure block one after the other. Never reads outside its two blocks, whatever they hold; each token moves it on by four bytes at least, so every loop over it ends.</summary>
/// <param name="structure">The structure block.</param>
/// <param name="strings">The strings block, with the names of properties.</param>
/// <param name="offset">Where in the structure block to begin: a multiple of 4.</param>
internal ref struct DeviceTreeTokens(ReadOnlySpan<byte> structure, ReadOnlySpan<byte> strings, int offset)
{
    private const uint BeginNode = 1;
    private const uint EndNode = 2;
    private const uint Property = 3;
    private const uint Nop = 4;
    private const uint End = 9;

    private readonly ReadOnlySpan<byte> _structure = structure;
    private readonly ReadOnlySpan<byte> _strings = strings;
    private int _next = offset;

    /// <summary>Where the token that <see cref="Next"/> returned begins.</summary>
    public int Offset { get; private set; }

    /// <summary>The node's or the property's name.</summary>
    public ReadOnlySpan<byte> Name { get; private set; }

    /// <summary>The property's value.</summary>
    public ReadOnlySpan<byte> Value { get; private set; }

    /// <summary>Reads the next token and passes over FDT_NOP.</summary>
    public DeviceTreeToken Next()
    {
        uint token;
        do
        {
            Offset = _next;
            if (!TryTakeWord(out token)) return DeviceTreeToken.Malformed;
        }
        while (token == Nop);

        return token switch
        {
            BeginNode => TakeName() ? DeviceTreeToken.BeginNode : DeviceTreeToken.Malformed,
            EndNode => DeviceTreeToken.EndNode,
            Property => TakeProperty() ? DeviceTreeToken.Property : DeviceTreeToken.Malformed,
            End => DeviceTreeToken.End,
            _ => DeviceTreeToken.Malformed,
        };
    }

    private bool TryTakeWord(out uint word)
    {
        word = 0;
        if (_structure.Length - _next < sizeof(uint)) return false;
        word = BinaryPrimitives.ReadUInt32BigEndian(_structure[_next..]);
        _next += sizeof(uint);
        return true;
    }

    private bool TakeName()
    {
        if (!TryTerminated(_structure, _next, out ReadOnlySpan<byte> name)) return false;
        Name = name;
        return TrySkip(name.Length + 1);
    }

    private bool TakeProperty()
    {
        if (!TryTakeWord(out uint length) || !TryTakeWord(out uint nameOffset)) return false;
        if (length > (uint)(_structure.Length - _next) || nameOffset > (uint)_strings.Length) return false;
        if (!TryTerminated(_strings, (int)nameOffset, out ReadOnlySpan<byte> name)) return false;
        Name = name;
        Value = _structure.Slice(_next, (int)length);
        return TrySkip((int)length);
    }

    // What follows is aligned to four bytes; the padding must be there too.
    private bool TrySkip(int bytes)
    {
        int padded = (bytes + 3) & ~3;
        if (padded > _structure.Length - _next) return false;
        _next += padded;
        return true;
    }

    private static bool TryTerminated(ReadOnlySpan<byte> block, int offset, out ReadOnlySpan<byte> text)
    {
        int length = block[offset..].IndexOf((byte)0);
        text = length < 0 ? default : block.Slice(offset, length);
        return length >= 0;
    }
}
