using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>The guest's machine: the same addresses and interrupts over any board. They are QEMU virt's, which every arm64 operating system knows.</summary>
public static class GuestMachine
{
    /// <summary>Size of the GIC distributor's register space.</summary>
    public const uint DistributorBytes = 0x1_0000;

    /// <summary>Size of one vCPU's redistributor: its RD_base and SGI_base frames.</summary>
    public const uint RedistributorBytes = 2 * GicRedistributorRegisters.FrameBytes;

    /// <summary>Size of the UART's register space.</summary>
    public const uint UartBytes = 0x1000;

    /// <summary>The UART's reference clock: what PL011s on Arm's own boards have. It only scales baud rates, which mean nothing here.</summary>
    public const uint UartClockHz = 24_000_000;

    /// <summary>How many virtio-mmio slots there are.</summary>
    public const uint VirtioSlots = 32;

    /// <summary>Size of one virtio-mmio slot.</summary>
    public const uint VirtioSlotBytes = 0x200;

    /// <summary>GICD_CTLR of the GICv3 distributor.</summary>
    public static GuestPhysicalAddress Distributor => new(0x0800_0000);

    /// <summary>GICR_CTLR of vCPU 0; the others' redistributors follow in order of their numbers.</summary>
    public static GuestPhysicalAddress Redistributors => new(0x080a_0000);

    /// <summary>UARTDR of the PL011.</summary>
    public static GuestPhysicalAddress Uart => new(0x0900_0000);

    /// <summary>The UART's interrupt: SPI 1.</summary>
    public static InterruptId UartInterrupt => new(33);

    /// <summary>MagicValue of virtio-mmio slot 0.</summary>
    public static GuestPhysicalAddress Virtio => new(0x0a00_0000);
}
