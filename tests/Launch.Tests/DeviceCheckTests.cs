using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class DeviceCheckTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();

    [Fact]
    public void Right_ones_are_right()
    {
        string qcow2 = _place.File("root.qcow2", QemuDevicesTests.Qcow2(1)), raw = _place.File("raw", new byte[512]);
        Assert.Empty(Problems(new() { Disks = [new(qcow2), new(raw, IsReadOnly: true, Serial: "a1")], Network = new(), Shares = [new(_place.Path), new("/proc", "p")], Entropy = true }));
        Assert.Equal("disk " + qcow2 + " (1G, qcow2), disk " + raw + " (512, raw, read-only), network (user, host's TCP port 2222 to 22, host's UDP port 53 to 5353), directory /proc as p, directory /sys as sys (read-only), a source of entropy",
            DeviceDescription.Of(new() { Disks = [new(qcow2), new(raw, IsReadOnly: true)], Network = new() { Forwards = [new(false, 2222, 22), new(true, 53, 5353)] }, Shares = [new("/proc", "p"), new("/sys", IsReadOnly: true)] }));
    }

    [Theory]
    [InlineData("rpi4")]
    [InlineData("versal")]
    [InlineData("zcu102")]
    public void A_board_without_virtio_has_none_and_says_so(string board)
    {
        GuestDevices devices = new() { Disks = [new("/no/such")], Network = new(), Shares = [new("/no/such")], Entropy = true };
        Assert.Equal([$"the board {board} has no virtio-mmio, by which a guest has --disk, --net, --share, --rng: leave that out, or boot on virt, virt-gicv2"], DeviceCheck.Problems(new() { Devices = devices }, QemuBoard.Find(board)));
        Assert.Empty(DeviceCheck.Problems(new(), QemuBoard.Find(board)));
    }

    [Fact]
    public void An_image_is_an_ordinary_file_that_can_be_read_and_written()
    {
        DiskRefused(new("/no/such.img"), "no such disk: /no/such.img");
        DiskRefused(new(""), "the disk needs a file name");
        DiskRefused(new(_place.Path), $"the disk {_place.Path} is a directory");
        DiskRefused(new(_place.File("empty")), $"the disk {_place.Path}/empty is empty, or no ordinary file");
        DiskRefused(new("/dev/null"), "the disk /dev/null is empty, or no ordinary file");
        // Nobody may write it, root neither.
        const string ReadOnly = "/sys/kernel/notes";
        Assert.StartsWith($"the disk {ReadOnly} cannot be written: ", Assert.Single(Problems(new() { Disks = [new(ReadOnly)] })), StringComparison.Ordinal);
        Assert.EndsWith($"; {ReadOnly},readonly is a disk that the guest only reads", Assert.Single(Problems(new() { Disks = [new(ReadOnly)] })), StringComparison.Ordinal);
        DiskRefused(new(_place.File("short", new byte[511])), $"the disk {_place.Path}/short has 511 bytes: a disk has a sector of 512 at least");
    }

    [Fact]
    public void An_image_is_a_qcow2_or_the_bytes_themselves()
    {
        string raw = _place.File("raw", new byte[512]), truncated = _place.File("truncated", QemuDevicesTests.Qcow2(1).AsSpan(0, 60)), none = _place.File("none", QemuDevicesTests.Qcow2(0));
        DiskRefused(new(raw, Format: DiskFormat.Qcow2), $"the disk {raw} is no qcow2: leave out format=qcow2");
        DiskRefused(new(truncated), $"the disk {truncated} is the first 60 bytes of a qcow2: a disk is a qcow2 or the bytes themselves");
        DiskRefused(new(none), $"the disk {none} has 0 bytes: a disk has a sector of 512 at least");
        byte[] packed = new byte[1024];
        foreach ((string what, byte[] magic) in (ValueTuple<string, byte[]>[])[("compressed by xz", [0xfd, .. "7zXZ\0"u8]), ("compressed by gzip", [0x1f, 0x8b]), ("compressed by zstd", [0x28, 0xb5, 0x2f, 0xfd]), ("a VMDK", [.. "KDMV"u8]), ("a VHDX", [.. "vhdxfile"u8]), ("a VDI", [.. "<<< Oracle"u8])])
        {
            magic.CopyTo(packed, 0);
            string file = _place.File("packed", packed);
            DiskRefused(new(file), $"the disk {file} is {what}: a disk is a qcow2 or the bytes themselves, which format=raw says they are");
            Assert.Empty(Problems(new() { Disks = [new(file, Format: DiskFormat.Raw)] }));
        }
    }

    [Fact]
    public void Disks_are_different_ones_and_not_too_many()
    {
        string one = _place.File("one", new byte[512]), link = Path.Combine(_place.Path, "link");
        File.CreateSymbolicLink(link, one);
        Refused(new() { Disks = [new(one), new(link)] }, $"the disk {one} is named twice: two disks of one image would overwrite each other");
        GuestDisk[] nine = [.. Enumerable.Range(0, 9).Select(i => new GuestDisk(_place.File($"disk{i}", new byte[512]), Serial: $"s{i}"))];
        Assert.Empty(Problems(new() { Disks = nine[..8] }));
        Refused(new() { Disks = nine }, "a guest has at most 8 disks, not 9");
        Refused(new() { Disks = [nine[0], nine[1] with { Serial = "s0" }] }, "two disks have the serial number s0: a guest could not tell them apart");
        foreach (string wrong in (string[])["", "a b", "a,b", "012345678901234567890"]) DiskRefused(nine[0] with { Serial = wrong }, $"a disk's serial number is 1 to 20 letters and digits, not \"{wrong}\"");
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_port_that_somebody_has_is_refused(bool isUdp)
    {
        using Socket other = new(AddressFamily.InterNetwork, isUdp ? SocketType.Dgram : SocketType.Stream, isUdp ? ProtocolType.Udp : ProtocolType.Tcp);
        other.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (!isUdp) other.Listen();
        int port = ((IPEndPoint)other.LocalEndPoint!).Port;
        Refused(new() { Network = new() { Forwards = [new(isUdp, port, 22)] } }, $"{(isUdp ? "UDP" : "TCP")} port {port} of this host is in use: forward another to the guest's 22");
        other.Dispose();
        Assert.Empty(Problems(new() { Network = new() { Forwards = [new(isUdp, port, 22)] } }));
        Refused(new() { Network = new() { Forwards = [new(isUdp, port, 22), new(isUdp, port, 23)] } }, $"{(isUdp ? "UDP" : "TCP")} port {port} of this host is forwarded twice: it can lead to one of the guest's");
    }

    [Fact]
    public void Ports_have_numbers() => Refused(new() { Network = new() { Forwards = [new(false, 0, 65536)] } }, "ports are 1 to 65535, not 0 and 65536");

    [Fact]
    public void A_tap_is_an_interface_of_its_kind()
    {
        Refused(new() { Network = new() { Tap = "no-such-tap" } }, "no network interface no-such-tap is on this host: `ip tuntap add dev no-such-tap mode tap user $USER`, as root, makes one");
        Refused(new() { Network = new() { Tap = "lo" } }, "the network interface lo is no tap: `ip tuntap add dev NAME mode tap user $USER`, as root, makes one");
        foreach (string wrong in (string[])["", "a/b", "..", "0123456789012345"]) Refused(new() { Network = new() { Tap = wrong } }, $"a network interface's name has 1 to 15 characters, none of them a slash or a space, which \"{wrong}\" is not");
    }

    [Fact]
    public void A_share_is_a_directory_that_can_be_read_by_a_name_of_its_own()
    {
        string file = _place.File("file", 1), spaced = Directory.CreateDirectory(Path.Combine(_place.Path, "a b")).FullName, same = Directory.CreateDirectory(Path.Combine(_place.Path, "x/proc")).FullName;
        Refused(new() { Shares = [new("")] }, "the share needs a directory");
        Refused(new() { Shares = [new("/no/such")] }, "no such directory for the guest: /no/such");
        Refused(new() { Shares = [new(file)] }, $"the share {file} is a file: name a directory");
        Refused(new() { Shares = [new(spaced)] }, "a directory is known to the guest by 1 to 31 letters, digits, - _ and ., which \"a b\" is not: name it otherwise, as in --share DIR:TAG");
        foreach (string wrong in (string[])["", "..", "a/b", new string('a', 32)]) Refused(new() { Shares = [new(spaced, wrong)] }, $"a directory is known to the guest by 1 to 31 letters, digits, - _ and ., which \"{wrong}\" is not: name it otherwise, as in --share DIR:TAG");
        Refused(new() { Shares = [new("/")] }, "a directory is known to the guest by 1 to 31 letters, digits, - _ and ., which \"\" is not: name it otherwise, as in --share DIR:TAG");
        Refused(new() { Shares = [new("/proc"), new(same)] }, "two directories would be proc in the guest: name one otherwise, as in --share DIR:TAG");
        Assert.Empty(Problems(new() { Shares = [new("/proc/"), new(same, new string('a', 31))] }));
        Refused(new() { Shares = [.. Enumerable.Range(0, 9).Select(i => new GuestShare("/proc", $"p{i}"))] }, "a guest has at most 8 directories of this host, not 9");
    }

    public void Dispose() => _place.Dispose();

    private static string[] Problems(GuestDevices devices) => [.. DeviceCheck.Problems(new() { Devices = devices }, QemuBoard.Find(QemuBoard.Default))];

    private static void Refused(GuestDevices devices, string problem) => Assert.Equal([problem], Problems(devices));

    private static void DiskRefused(GuestDisk disk, string problem) => Refused(new() { Disks = [disk] }, problem);
}
