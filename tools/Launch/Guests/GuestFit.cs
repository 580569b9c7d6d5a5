using System.IO;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Guests;

/// <summary>Whether a guest's kernel and initrd fit into its first node's memory, by the rules of the hypervisor's loader (src/Virtualization/Guest/GuestLayout.cs).</summary>
public static class GuestFit
{
    /// <summary>The most that kernel, initrd and device tree may take, however much memory there is.</summary>
    public const long MaximumBytes = ByteSize.GiB;

    /// <summary>What the device tree takes.</summary>
    public const long DeviceTreeBytes = 2 * ByteSize.MiB;

    private const long PageBytes = 4096;

    /// <summary>Why they do not fit, and what would; null if they do.</summary>
    /// <param name="kernel">The kernel, which is bootable.</param>
    /// <param name="initrd">The initrd, or null for none.</param>
    /// <param name="memoryBytes">What the first node gives to the guest.</param>
    public static string? Problem(string kernel, string? initrd, long memoryBytes)
    {
        KernelFormat format = KernelFormat.Identify(kernel);
        ulong room = (ulong)long.Min(memoryBytes, MaximumBytes);
        long initrdBytes = initrd is null ? 0 : new FileInfo(initrd).Length;
        ulong kernelBytes = ulong.Max((ulong)new FileInfo(kernel).Length, format.ImageBytes);
        // A header may say anything, so that sums could wrap.
        if (format.TextOffset >= (ulong)DeviceTreeBytes) return $"the kernel {kernel} wants to be loaded 0x{format.TextOffset:x} bytes behind a boundary of 2 MiB, which is behind the next one: its header is damaged";
        if (kernelBytes > (ulong)MaximumBytes) return $"the kernel {kernel} needs {Size(kernelBytes)} of memory: kernel, initrd and device tree may take {ByteSize.Format(MaximumBytes)} together";
        ulong needed = format.TextOffset + kernelBytes + (ulong)((initrdBytes + PageBytes - 1) / PageBytes * PageBytes) + (ulong)DeviceTreeBytes;
        if (needed <= room) return null;
        string sizes = $"kernel ({Size(kernelBytes)}), initrd ({Size((ulong)initrdBytes)}) and device tree need {Size(needed)} of memory";
        return needed > (ulong)MaximumBytes
            ? $"{sizes}: {ByteSize.Format(MaximumBytes)} is the most, whatever --memory is"
            : $"{sizes}, and each node gives {ByteSize.Format(memoryBytes)}: raise --memory to {Size(needed)} at least";
    }

    private static string Size(ulong bytes) => $"{(bytes / ByteSize.MiB) + (bytes % ByteSize.MiB == 0 ? 0u : 1u)}M";
}
