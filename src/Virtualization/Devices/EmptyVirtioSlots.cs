using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The virtio-mmio window while nothing is plugged into it: every slot says that it is one and that it is empty (DeviceID 0; Virtual I/O Device 1.2, section 4.2.2). It is not in the device tree:
/// looking into each slot would cost the guest a boot time.</summary>
public sealed class EmptyVirtioSlots() : MmioDevice(new GuestPhysicalAddress(0x0a00_0000), Slots * SlotBytes)
{
    // As on QEMU's virt machine.
    private const uint Slots = 32;
    private const uint SlotBytes = 0x200;

    /// <inheritdoc/>
    public override bool TryRead(MmioAccess access, out ulong value)
    {
        value = (access.Offset % SlotBytes) switch
        {
            VirtioMmioRegisters.MagicValue => VirtioMmioRegisters.Magic,
            VirtioMmioRegisters.Version => VirtioMmioRegisters.Modern,
            _ => 0,
        };
        return IsRegister(access);
    }

    /// <inheritdoc/>
    public override bool TryWrite(MmioAccess access, ulong value) => IsRegister(access);

    private static bool IsRegister(MmioAccess access) => access.Bytes == 4 && access.Offset % 4 == 0;
}
