namespace Pilevisor.Launch.Devices;

/// <summary>What the bytes of a disk's image mean.</summary>
public enum DiskFormat
{
    /// <summary>The disk's own bytes.</summary>
    Raw,

    /// <summary>QEMU's format, which has only what was written (QEMU, docs/interop/qcow2.txt).</summary>
    Qcow2,
}
