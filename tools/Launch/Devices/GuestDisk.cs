using System.IO;

namespace Pilevisor.Launch.Devices;

/// <summary>A disk of the guest: an image on this host.</summary>
/// <param name="File">The image's path.</param>
/// <param name="IsReadOnly">Whether the guest can only read it. Then several guests may have it at once.</param>
/// <param name="Format">What its bytes mean; if null, that is found by its first ones: see <see cref="DiskImage"/>.</param>
/// <param name="Serial">What the guest finds it by, in /dev/disk/by-id and the like; nothing if null.</param>
public sealed record GuestDisk(string File, bool IsReadOnly = false, DiskFormat? Format = null, string? Serial = null)
{
    /// <summary>The most disks of a guest.</summary>
    public const int Most = 8;

    /// <summary>The longest <see cref="Serial"/>, in bytes (Virtual I/O Device Version 1.2, section 5.2.6: VIRTIO_BLK_T_GET_ID).</summary>
    public const int LongestSerial = 20;

    /// <summary><see cref="Format"/>, or what the image says.</summary>
    /// <exception cref="IOException">If it cannot be read.</exception>
    public DiskFormat EffectiveFormat => Format ?? DiskImage.Identify(File).Format;

    /// <summary>How large the guest sees it, in bytes.</summary>
    /// <exception cref="IOException">If the image cannot be read.</exception>
    public long Bytes => DiskImage.Identify(File) is var image && (Format ?? image.Format) == DiskFormat.Qcow2 ? image.Bytes : image.FileBytes;
}
