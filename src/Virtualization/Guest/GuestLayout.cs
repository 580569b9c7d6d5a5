using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>
/// Where kernel, initial ramdisk and device tree lie in the leader's window: the kernel at its start, the device tree in the last 2 MiB and the ramdisk in front of it. So a flat binary may use all the memory between
/// without having said how much its bss needs.
/// </summary>
public readonly struct GuestLayout
{
    /// <summary>The device tree's room: it must not cross a 2 MiB boundary (Linux, booting.rst).</summary>
    public const ulong DeviceTreeRoom = 2 << 20;

    /// <summary>The most that all three take. The ramdisk must lie within 32 GiB of the kernel; one is far more than enough.</summary>
    public const ulong Furthest = 1ul << 30;

    private GuestLayout(ulong kernel, ulong initialRamdisk, ulong deviceTree)
    {
        Kernel = new GuestPhysicalAddress(kernel);
        InitialRamdisk = new GuestPhysicalAddress(initialRamdisk);
        DeviceTree = new GuestPhysicalAddress(deviceTree);
    }

    /// <summary>The kernel's first byte, which is where it is entered.</summary>
    public GuestPhysicalAddress Kernel { get; }

    /// <summary>The initial ramdisk's first byte, at the start of a page.</summary>
    public GuestPhysicalAddress InitialRamdisk { get; }

    /// <summary>The device tree's first byte.</summary>
    public GuestPhysicalAddress DeviceTree { get; }

    /// <summary>Finds room for all three.</summary>
    /// <param name="window">The leader's contribution; starts at a 2 MiB boundary.</param>
    /// <param name="kernel">The kernel.</param>
    /// <param name="ramdiskBytes">Size of the initial ramdisk.</param>
    /// <exception cref="PanicException">If they do not fit.</exception>
    public static GuestLayout Find(NodeDescription window, KernelImage kernel, ulong ramdiskBytes)
    {
        ulong start = window.WindowStart.Value;
        ulong room = window.WindowBytes < Furthest ? window.WindowBytes : Furthest;
        ulong ramdiskPages = (ramdiskBytes + GranuleNumber.Bytes - 1) & ~(ulong)(GranuleNumber.Bytes - 1);
        // What a header says may be anything: no sum before it is known to be small.
        if (kernel.Bytes > room) Panic.Fail($"the guest's kernel needs {kernel.Bytes} bytes, and has {room}: at most 1 GiB, and no more than the leader gives the guest (pilevisor.memory), which is {window.WindowBytes}");
        ulong needed = kernel.TextOffset + kernel.Bytes + ramdiskPages + DeviceTreeRoom;
        if (needed > room)
        {
            Panic.Fail($"kernel ({kernel.Bytes} bytes), initrd ({ramdiskBytes}) and device tree need {needed} bytes, and have {room}: at most 1 GiB, and no more than the leader gives the guest (pilevisor.memory), which is {window.WindowBytes}");
        }
        ulong deviceTree = (start + room - DeviceTreeRoom) & ~(DeviceTreeRoom - 1);
        return new GuestLayout(start + kernel.TextOffset, deviceTree - ramdiskPages, deviceTree);
    }
}
