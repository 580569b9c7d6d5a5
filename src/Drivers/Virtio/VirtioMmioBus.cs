using System.Diagnostics.CodeAnalysis;
using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>The board's virtio-mmio slots, most of which have no device behind them.</summary>
/// <param name="mmio">Register access.</param>
/// <param name="hardware">The device tree.</param>
internal sealed class VirtioMmioBus(IMmio mmio, IHardware hardware)
{
    // QEMU's virt has 32.
    private const int MaximumSlots = 128;

    /// <summary>The first device of a kind, in device-tree order.</summary>
    /// <param name="deviceId">The kind (Virtual I/O Device Version 1.2, section 5).</param>
    /// <param name="found">The device.</param>
    /// <exception cref="PanicException">If it has the register layout from before the standard.</exception>
    public bool TryFind(uint deviceId, [NotNullWhen(true)] out VirtioMmioTransport? found)
    {
        for (int slot = 0; TryGet(slot, out found, out uint id); slot++)
        {
            if (found is not null && id == deviceId) return true;
        }
        return false;
    }

    /// <summary>Slot number <paramref name="slot"/>, in device-tree order.</summary>
    /// <param name="slot">Which.</param>
    /// <param name="device">What is in it; null for nothing.</param>
    /// <param name="id">Its kind.</param>
    /// <returns>False behind the last slot.</returns>
    /// <exception cref="PanicException">If the device has the register layout from before the standard.</exception>
    public bool TryGet(int slot, out VirtioMmioTransport? device, out uint id)
    {
        device = null;
        id = 0;
        if (slot == MaximumSlots || !hardware.TryFind("virtio,mmio"u8, slot, out DeviceResource resource)) return false;
        if (resource.RegionCount == 0 || resource.InterruptCount == 0) return true;
        PhysicalAddress registers = resource.Regions[0];
        if (mmio.Read32(registers + VirtioMmioRegisters.MagicValue) != VirtioMmioRegisters.Magic) return true;
        id = mmio.Read32(registers + VirtioMmioRegisters.DeviceId);
        if (id == 0) return true;
        CheckVersion(registers);
        device = new VirtioMmioTransport(mmio, registers, resource.Interrupts[0]);
        return true;
    }

    private void CheckVersion(PhysicalAddress registers)
    {
        uint version = mmio.Read32(registers + VirtioMmioRegisters.Version);
        if (version == VirtioMmioRegisters.Modern) return;
        Panic.Fail($"the virtio device at {registers} has register layout {version}, not {VirtioMmioRegisters.Modern}: start QEMU with -global virtio-mmio.force-legacy=false");
    }
}
