using System;

namespace Pilevisor.Kernel;

/// <summary>Reads where a device is and which interrupts it raises.</summary>
internal static class DeviceTreeResource
{
    private const ulong PrivatePeripheral = 1;
    private const uint FirstPrivatePeripheral = 16;
    private const uint FirstSharedPeripheral = 32;
    private const int EthernetAddressBytes = 6;

    /// <summary>Reads reg of the node that <paramref name="walk"/> visits, as physical addresses; a region that the buses above do not pass on ends the list.</summary>
    public static void ReadRegions(in DeviceTreeWalk walk, ref DeviceResource resource)
    {
        if (walk.Depth < 2 || !walk.Current.TryGetProperty("reg"u8, out ReadOnlySpan<byte> reg)) return;
        uint addressCells = walk.Ancestor(1).AddressCells;
        uint sizeCells = walk.Ancestor(1).SizeCells;
        DeviceTreeCells cells = new(reg);
        while (resource.RegionCount < DeviceResource.Maximum && cells.Count > 0)
        {
            if (!cells.TryRead(addressCells, out ulong start) || !cells.TryRead(sizeCells, out ulong bytes)) return;
            if (!DeviceTreeAddress.TryTranslate(in walk, ref start)) return;
            resource.Regions[resource.RegionCount] = new PhysicalAddress(start);
            resource.RegionBytes[resource.RegionCount++] = bytes;
        }
    }

    /// <summary>Reads interrupts in the GIC's own binding (type: 0 SPI, 1 PPI; number within the type; trigger). No other interrupt controller is driven.</summary>
    public static void ReadInterrupts(DeviceTreeNode node, ref DeviceResource resource)
    {
        if (!node.TryGetProperty("interrupts"u8, out ReadOnlySpan<byte> interrupts)) return;
        DeviceTreeCells cells = new(interrupts);
        while (resource.InterruptCount < DeviceResource.Maximum && cells.Count >= 3)
        {
            cells.TryRead(1, out ulong type);
            cells.TryRead(1, out ulong number);
            cells.TryRead(1, out _);
            uint first = type == PrivatePeripheral ? FirstPrivatePeripheral : FirstSharedPeripheral;
            resource.Interrupts[resource.InterruptCount++] = new InterruptId(first + (uint)number);
        }
    }

    /// <summary>Reads whether the node that <paramref name="walk"/> visits, or else the nearest bus above that says, is dma-coherent or dma-noncoherent; neither is not.</summary>
    public static void ReadCoherence(in DeviceTreeWalk walk, ref DeviceResource resource)
    {
        for (int generations = 0; generations < walk.Depth; generations++)
        {
            DeviceTreeNode node = walk.Ancestor(generations);
            if (node.TryGetProperty("dma-noncoherent"u8, out _)) return;
            resource.IsDmaCoherent = node.TryGetProperty("dma-coherent"u8, out _);
            if (resource.IsDmaCoherent) return;
        }
    }

    /// <summary>Reads the address that a network interface was given: mac-address is the one that was used last, local-mac-address its own.</summary>
    public static void ReadEthernetAddress(DeviceTreeNode node, ref DeviceResource resource)
    {
        if (!node.TryGetProperty("mac-address"u8, out ReadOnlySpan<byte> bytes) && !node.TryGetProperty("local-mac-address"u8, out bytes)) return;
        if (bytes.Length != EthernetAddressBytes) return;
        ulong address = 0;
        foreach (byte part in bytes) address = (address << 8) | part;
        resource.EthernetAddress = new MacAddress(address);
    }
}
