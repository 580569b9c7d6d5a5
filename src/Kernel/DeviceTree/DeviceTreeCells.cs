using System;
using System.Buffers.Binary;

namespace Pilevisor.Kernel;

/// <summary>Takes numbers off the front of a property that is a list of big-endian 32-bit cells (reg, ranges, interrupts).</summary>
/// <param name="value">The property's value.</param>
public ref struct DeviceTreeCells(ReadOnlySpan<byte> value)
{
    private ReadOnlySpan<byte> _rest = value;

    /// <summary>How many whole cells are left.</summary>
    public readonly int Count => _rest.Length / sizeof(uint);

    /// <summary>Takes a number of <paramref name="cells"/> cells: 0 (which reads as 0), 1 or 2.</summary>
    /// <returns>False if it has more than two cells or there are not so many: nothing is taken then.</returns>
    public bool TryRead(uint cells, out ulong number)
    {
        number = 0;
        if (cells > 2 || cells > (uint)Count) return false;
        for (uint i = 0; i < cells; i++)
        {
            number = (number << 32) | BinaryPrimitives.ReadUInt32BigEndian(_rest);
            _rest = _rest[sizeof(uint)..];
        }
        return true;
    }
}
