using System;

namespace Pilevisor.Kernel;

/// <summary>Turns the register regions of a device into physical addresses through the ranges of the buses above it (Devicetree Specification 0.4, section 2.3.8).</summary>
internal static class DeviceTreeAddress
{
    /// <summary>Translates an address on the bus that is the parent of <paramref name="walk"/>'s current node.</summary>
    /// <returns>False if a bus on the way does not pass it on.</returns>
    public static bool TryTranslate(in DeviceTreeWalk walk, ref ulong address)
    {
        // Generation 1 is the device's own bus; the root (generation Depth - 1) speaks physical addresses.
        for (int generation = 1; generation < walk.Depth - 1; generation++)
        {
            DeviceTreeNode bus = walk.Ancestor(generation);
            if (!bus.TryGetProperty("ranges"u8, out ReadOnlySpan<byte> ranges)) return false;
            if (ranges.Length == 0) continue;
            if (!TryTranslate(ranges, bus, walk.Ancestor(generation + 1).AddressCells, ref address)) return false;
        }
        return true;
    }

    private static bool TryTranslate(ReadOnlySpan<byte> ranges, DeviceTreeNode bus, uint parentCells, ref ulong address)
    {
        uint childCells = bus.AddressCells;
        uint sizeCells = bus.SizeCells;
        DeviceTreeCells cells = new(ranges);
        while (sizeCells > 0 && cells.TryRead(childCells, out ulong child) && cells.TryRead(parentCells, out ulong parent) && cells.TryRead(sizeCells, out ulong bytes))
        {
            if (address < child || address - child >= bytes) continue;
            address = address - child + parent;
            return true;
        }
        return false;
    }
}
