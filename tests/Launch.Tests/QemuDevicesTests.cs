using System;
using System.IO;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Machines;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class QemuDevicesTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public void A_leader_has_its_link_first_and_all_of_its_guests_devices_behind_it()
    {
        GuestDevices devices = new()
        {
            Disks = [new GuestDisk(_place.File("root.qcow2", Qcow2(8))), new GuestDisk(_place.File("data,1.img", new byte[512]), IsReadOnly: true, Serial: "data"), new GuestDisk(_place.File("other", Qcow2(1)), Format: DiskFormat.Raw)],
            Network = new() { Forwards = [new(false, 2222, 22), new(true, 5353, 53)] },
            Shares = [new GuestShare(_place.Path, "here"), new GuestShare("/proc", IsReadOnly: true)],
        };
        Snapshot.Verify(string.Join('\n', Machine(devices).Arguments()).Replace(_place.Path, "PLACE", StringComparison.Ordinal));
    }

    [Fact]
    public void A_tap_is_taken_as_it_is() => Assert.Equal(
        ["-netdev", "tap,id=g0,ifname=tap0,script=no,downscript=no", "-device", "virtio-net-device,netdev=g0,mac=52:54:00:50:47:00,bus=virtio-mmio-bus.1"],
        new QemuDevices(new() { Network = new() { Tap = "tap0" }, Entropy = false }).Arguments());

    [Fact]
    public void A_guest_that_nothing_is_said_for_has_entropy_and_no_more()
    {
        Assert.Equal(["-object", "rng-random,id=rng0,filename=/dev/urandom", "-device", "virtio-rng-device,rng=rng0,bus=virtio-mmio-bus.1"], new QemuDevices(new()).Arguments());
        Assert.Empty(new QemuDevices(new() { Entropy = false }).Arguments());
    }

    [Theory]
    [InlineData(3, 3)]
    [InlineData(64, 8)]
    public void A_disk_has_a_queue_for_each_cpu_up_to_eight(int cpus, int queues) =>
        Assert.Contains($",num-queues={queues},", new QemuDevices(new() { Disks = [new GuestDisk("/x", Format: DiskFormat.Raw)], Entropy = false }, cpus).Arguments()[3], StringComparison.Ordinal);

    // A relative path with a colon would be a protocol to QEMU.
    [Fact]
    public void A_path_is_never_a_protocol()
    {
        string drive = new QemuDevices(new() { Disks = [new GuestDisk("nbd:1", Format: DiskFormat.Raw)], Entropy = false }).Arguments()[1];
        Assert.Contains($",file={Path.GetFullPath("nbd:1")},format=raw,", drive, StringComparison.Ordinal);
    }

    // Without a link the first place stays free: a guest finds everything where it does in a cluster.
    [Fact]
    public void A_plain_guest_has_the_same_devices_at_the_same_places()
    {
        QemuMachine machine = Machine(new() { Shares = [new("/proc")] });
        string[] leader = [.. machine.Arguments()], plain = [.. (machine with { Nic = null }).Arguments()];
        Assert.Equal(leader[^8..], plain[^8..]);
        Assert.Equal(["-global", "virtio-mmio.force-legacy=false", "-nic", "none"], plain[^12..^8]);
    }

    public void Dispose() => _place.Dispose();

    internal static byte[] Qcow2(int gibibytes)
    {
        byte[] header = new byte[1024];
        ((ReadOnlySpan<byte>)[(byte)'Q', (byte)'F', (byte)'I', 0xfb, 0, 0, 0, 3]).CopyTo(header);
        System.Buffers.Binary.BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(24), gibibytes * ByteSize.GiB);
        return header;
    }

    private static QemuMachine Machine(GuestDevices devices) => new()
    {
        MemoryBytes = ByteSize.GiB,
        Cpus = 1,
        CpuModel = "cortex-a72",
        Kernel = "VirtCluster.bin",
        SerialSocket = "serial0.sock",
        Nic = new QemuNic("node0.sock", "switch0.sock", 0),
        Devices = devices,
    };
}
