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
        for (int index = 0; index < MaximumSlots && hardware.TryFind("virtio,mmio"u8, index, out DeviceResource slot); index++)
        {
            if (slot.RegionCount == 0 || slot.InterruptCount == 0) continue;
            PhysicalAddress registers = slot.Regions[0];
            if (mmio.Read32(registers + VirtioMmioRegisters.MagicValue) != VirtioMmioRegisters.Magic || mmio.Read32(registers + VirtioMmioRegisters.DeviceId) != deviceId) continue;
            CheckVersion(registers);
            found = new VirtioMmioTransport(mmio, registers, slot.Interrupts[0]);
            return true;
        }
        found = null;
        return false;
    }

    private void CheckVersion(PhysicalAddress registers)
    {
        uint version = mmio.Read32(registers + VirtioMmioRegisters.Version);
        if (version == VirtioMmioRegisters.Modern) return;
        Panic.Fail($"the virtio device at {registers} has register layout {version}, not {VirtioMmioRegisters.Modern}: start QEMU with -global virtio-mmio.force-legacy=false");
    }
}
