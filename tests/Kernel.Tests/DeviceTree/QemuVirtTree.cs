using System.IO;

namespace Pilevisor.Kernel.Tests;

/// <summary>What QEMU 7.2 says of `-M virt,virtualization=on,gic-version=3 -smp 2 -m 512 -initrd FILE -append "log=debug nodes=2"` (dumpdtb=), without its padding.</summary>
internal static class QemuVirtTree
{
    public static byte[] Blob()
    {
        using Stream stream = typeof(QemuVirtTree).Assembly.GetManifestResourceStream("qemu-virt.dtb")!;
        using MemoryStream copy = new();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
