using System;
using Pilevisor.Launch.Guests;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class ModuleIndexTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    // As depmod writes them, shortened.
    public ModuleIndexTests()
    {
        _place.File("modules.dep", "kernel/fs/ext4/ext4.ko: kernel/fs/mbcache.ko kernel/fs/jbd2/jbd2.ko\nkernel/fs/mbcache.ko:\nkernel/fs/jbd2/jbd2.ko:\nkernel/crypto/crc32c_generic.ko:\nkernel/drivers/virtio/virtio.ko.xz: kernel/drivers/virtio/virtio_ring.ko.xz\n"
            + "kernel/drivers/virtio/virtio_ring.ko.xz:\nkernel/drivers/char/hw_random/virtio-rng.ko.xz: kernel/drivers/virtio/virtio.ko.xz kernel/drivers/virtio/virtio_ring.ko.xz\nkernel/a.ko:\nkernel/b.ko:\n");
        _place.File("modules.builtin", "kernel/net/packet/af_packet.ko\n");
        _place.File("modules.alias", "# Aliases extracted from modules themselves.\nalias crypto-crc32c crc32c_generic\nalias virtio:d00000004v* virtio_rng\n");
        _place.File("modules.softdep", "# Soft dependencies extracted from modules themselves.\nsoftdep ext4 pre: crypto-crc32c\nsoftdep jbd2 pre: crypto-crc32c\nsoftdep a pre: b nothing post: mbcache\nsoftdep b pre: a\n");
    }

    [Theory]
    [InlineData("virtio-rng", "kernel/drivers/virtio/virtio_ring.ko.xz kernel/drivers/virtio/virtio.ko.xz kernel/drivers/char/hw_random/virtio-rng.ko.xz")]
    [InlineData("virtio_rng", "kernel/drivers/virtio/virtio_ring.ko.xz kernel/drivers/virtio/virtio.ko.xz kernel/drivers/char/hw_random/virtio-rng.ko.xz")]
    [InlineData("ext4", "kernel/crypto/crc32c_generic.ko kernel/fs/jbd2/jbd2.ko kernel/fs/mbcache.ko kernel/fs/ext4/ext4.ko")]
    [InlineData("a", "kernel/b.ko kernel/a.ko")]
    [InlineData("af_packet", "")]
    [InlineData("9p", null)]
    public void What_a_module_needs_comes_before_it(string name, string? files) => Assert.Equal(files, new ModuleIndex(_place.Path).FilesFor(name) is { } found ? string.Join(' ', found) : null);

    [Fact]
    public void A_guest_gets_modules_for_what_was_asked_for_alone()
    {
        Assert.Empty(DeviceModules.Of(new()));
        Assert.Equal(["virtio_mmio", "virtio_blk", "ext4"], DeviceModules.Of(new() { Disks = [new("a")] }));
        Assert.Equal(["virtio_mmio", "virtio_net", "af_packet", "virtio_rng"], DeviceModules.Of(new() { Network = new(), Entropy = true }));
        Assert.Equal(["virtio_mmio", "9pnet_virtio", "9p"], DeviceModules.Of(new() { Shares = [new("a")] }));
    }

    public void Dispose() => _place.Dispose();
}
