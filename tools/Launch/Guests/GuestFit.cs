using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;

namespace Pilevisor.Launch.Guests;

/// <summary>Whether a guest's kernel and initrd fit into its first node's memory, by the rules of the hypervisor's loader (src/Virtualization/Guest/GuestLayout.cs).</summary>
public static class GuestFit
{
    /// <summary>The most that kernel, initrd and device tree may take, however much memory there is.</summary>
    public const long MaximumBytes = ByteSize.GiB;

    /// <summary>What the device tree takes.</summary>
    public const long DeviceTreeBytes = 2 * ByteSize.MiB;

    /// <summary>What Linux needs of its memory, beside its kernel, to come as far as its first program.</summary>
    public const long LinuxBytes = 16 * ByteSize.MiB;

    // Files take whole pages: of packages with many small ones these are a twentieth more than the archive, here taken for three.
    private const long UnpackedNumerator = 23;
    private const long UnpackedDenominator = 20;
    private const long PageBytes = 4096;

    /// <summary>Why they do not fit, and what would; null if they do.</summary>
    /// <param name="kernel">The kernel, which is bootable.</param>
    /// <param name="initrd">The initrd, or null for none.</param>
    /// <param name="memoryBytes">What the first node gives to the guest.</param>
    public static string? Problem(string kernel, string? initrd, long memoryBytes)
    {
        KernelFormat format = KernelFormat.Identify(kernel);
        ulong room = (ulong)long.Min(memoryBytes, MaximumBytes);
        long initrdBytes = initrd is null ? 0 : InputPath.Length(initrd);
        ulong kernelBytes = ulong.Max((ulong)InputPath.Length(kernel), format.ImageBytes);
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

    /// <summary>Why the guest has too little memory for what is packed in its initrd, and what would be enough; null if it has enough.</summary>
    /// <remarks>
    /// Linux unpacks an archive into a tmpfs, which gets half of the memory that is left beside the kernel and the archive (Linux, Documentation/filesystems/tmpfs.rst): so three times the archive. What does not fit Linux leaves out without a word
    /// that "quiet" lets through.
    /// </remarks>
    /// <param name="kernel">The kernel, which is bootable.</param>
    /// <param name="initrd">An initrd that is not compressed.</param>
    /// <param name="nodes">How many nodes give memory.</param>
    /// <param name="memoryBytes">What each gives.</param>
    public static string? UnpackingProblem(string kernel, string initrd, int nodes, long memoryBytes)
    {
        long initrdBytes = InputPath.Length(initrd);
        long needed = initrdBytes + (2 * initrdBytes * UnpackedNumerator / UnpackedDenominator) + (long)KernelFormat.Identify(kernel).ImageBytes + LinuxBytes;
        if (needed <= nodes * memoryBytes) return null;
        long each = (needed + nodes - 1) / nodes;
        return $"the guest unpacks its first file system of {Size((ulong)initrdBytes)}, and needs {Size((ulong)needed)} of memory for that; {nodes} {(nodes == 1 ? "node gives" : "nodes give")} {ByteSize.Format(nodes * memoryBytes)}: raise --memory to {Size((ulong)each + (ulong)(-each & (long)(2 * ByteSize.MiB - 1)))} at least, or leave packages out";
    }

    private static string Size(ulong bytes) => $"{(bytes / ByteSize.MiB) + (bytes % ByteSize.MiB == 0 ? 0u : 1u)}M";
}
