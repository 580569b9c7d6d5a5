using System;
using System.IO;
using System.Text;
using System.Threading.Tasks;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Systems;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>Systems on a disk: what is refused, and what is read out of an image.</summary>
public sealed class RootTests : IDisposable
{
    private static readonly RepositoryLayout _layout = RepositoryLayout.Find();
    private static readonly ConfigurationCheck _check = new(new VariantCatalog(_layout), new GuestPrograms(_layout, new GuestCache(_layout), new SilentActivities()));
    private readonly TemporaryDirectory _place = new();

    private static ClusterConfiguration Debian { get; } = new() { Root = new() { Distribution = GuestRoot.Debian }, Devices = new() { Network = new() } };

    [Fact]
    public async Task Right_ones_are_right()
    {
        Assert.Empty(_check.Problems(Debian with { HasSsh = true, Command = "true" }));
        Assert.Empty(_check.Problems(Debian with { Root = Debian.Root! with { File = Path.Combine(_place.Path, "new"), Bytes = 8 * ByteSize.GiB } }));
        string made = await ImageAsync();
        Assert.Empty(_check.Problems(new() { Root = new() { File = made } }));
        // The line that made it boots it again.
        Assert.Empty(_check.Problems(new() { Root = new() { File = made, Distribution = GuestRoot.Debian } }));
    }

    [Fact]
    public async Task A_system_is_refused_that_cannot_be_made_or_booted()
    {
        Refused(Debian with { Root = new() { Distribution = "slackware" } }, "no distribution slackware: there is debian");
        Refused(Debian with { Kernel = "/no/such" }, "no such kernel: /no/such", "a system on a disk boots its own kernel and initramfs: leave out --kernel and --initrd, or --distro and --root");
        Refused(Debian with { Packages = ["gcc"] }, "--packages are for Pilevisor's own initrd: a system on a disk installs them itself (apt-get install)");
        Refused(Debian with { Root = Debian.Root! with { Bytes = ByteSize.GiB } }, "a system's disk has 2G to 1024G, not 1G");
        Refused(Debian with { Root = Debian.Root! with { Bytes = (4 * ByteSize.GiB) + 1 } }, "the size of a system's disk is a multiple of 1M, which 4294967297 is not");
        Refused(Debian with { Root = new() { Bytes = 4 * ByteSize.GiB } }, "--size is for a disk that is made: it goes with --distro");
        Refused(new() { Root = new() { File = "/no/such" } }, "no such root: /no/such; with --distro debian it is made");
        Refused(Debian with { Root = Debian.Root! with { File = "/no/such/root" } }, "no such directory for the root: /no/such");
        string made = await ImageAsync();
        Refused(Debian with { Root = Debian.Root! with { File = made, Bytes = 4 * ByteSize.GiB } }, $"the root {made} has 4M already: leave out --size, or enlarge it (`truncate -s 4G {made}`; the guest's file system follows)");
        string other = _place.File("other", QemuDevicesTests.Qcow2(1));
        Refused(new() { Root = new() { File = other } }, $"the root {other} is no raw image of an ext4: --root is for what --distro has made; another disk boots by --disk, with --kernel, --initrd and --append root=/dev/vda");
        Refused(Debian with { Devices = Debian.Devices with { Disks = [new(made, Serial: "root")] } }, "serial=root is the disk that the system is on: call the other one something else");
    }

    [Fact]
    public void Ssh_takes_a_guest_with_a_server_and_a_network_of_QEMUs()
    {
        const string NoNetwork = "--ssh takes a port of this host that leads to the guest: it needs --net user";
        Refused(new() { HasSsh = true }, "--ssh is for a guest with a server: Pilevisor's own has none, --distro makes one that has, and so may one by --kernel, --initrd and --disk", NoNetwork);
        string kernel = _place.File("kernel", Kernel()), initrd = _place.File("initrd", [1]);
        Assert.Empty(_check.Problems(new() { HasSsh = true, Kernel = kernel, Initrd = initrd, Devices = new() { Network = new() } }));
        Refused(Debian with { HasSsh = true, Devices = new() }, NoNetwork);
    }

    [Theory]
    [InlineData("rpi4")]
    [InlineData("zcu102")]
    public void A_board_without_virtio_has_no_disk_for_it(string board) =>
        Assert.Equal([$"the board {board} has no virtio-mmio, by which a guest has --distro, --net: leave that out, or boot on virt, virt-gicv2"], DeviceCheck.Problems(Debian, QemuBoard.Find(board)));

    [Fact]
    public async Task The_kernel_and_the_initramfs_are_those_that_the_links_lead_to()
    {
        byte[] kernel = Kernel(), initrd = [1, 2, 3];
        string image = await ImageAsync(("boot/vmlinuz-1", kernel), ("boot/initrd.img-1", initrd), ("usr/local/lib/pilevisor/run", [4]));
        (string kernelFile, string initrdFile) = await TakeAsync(image);
        Assert.Equal(kernel, await File.ReadAllBytesAsync(kernelFile, TestContext.Current.CancellationToken));
        Assert.Equal(initrd, await File.ReadAllBytesAsync(initrdFile, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task An_image_without_them_is_refused()
    {
        await ImageRefusedAsync(await ImageAsync(("boot/initrd.img-1", [1])), "has no /vmlinuz, by which it would boot, or is damaged");
        await ImageRefusedAsync(await ImageAsync(("boot/vmlinuz-1", Kernel())), "has no /initrd.img, by which it would boot, or is damaged");
        await ImageRefusedAsync(await ImageAsync(("boot/vmlinuz-1", [1, 2]), ("boot/initrd.img-1", [1])), "not an arm64 Image");
        await ImageRefusedAsync(await ImageAsync(("boot/vmlinuz-1", Kernel()), ("boot/initrd.img-1", [1])), "has no /usr/local/lib/pilevisor/run: --root is for what --distro has made");
        string damaged = await ImageAsync(("boot/vmlinuz-1", Kernel()), ("boot/initrd.img-1", [1]));
        using (FileStream file = File.OpenWrite(damaged))
        {
            // The group descriptors.
            file.Position = 2048;
            file.Write(new byte[4096]);
        }

        await ImageRefusedAsync(damaged, "or is damaged: `e2fsck -f ");
    }

    [Fact]
    public async Task A_system_is_copied_to_a_file_of_its_size_and_never_over_another()
    {
        string image = _place.File("base", [1, 2, 3]), file = Path.Combine(_place.Path, "mine"), beside = _place.File("mine.draft", [4]);
        await GuestSystems.CopyAsync(image, file, ByteSize.MiB, TestContext.Current.CancellationToken);
        Assert.Equal(ByteSize.MiB, new FileInfo(file).Length);
        string other = _place.File("base2", [5]);
        LaunchException refusal = await Assert.ThrowsAsync<LaunchException>(() => GuestSystems.CopyAsync(other, file, ByteSize.MiB, TestContext.Current.CancellationToken));
        Assert.StartsWith($"the system cannot be kept in {file}: ", refusal.Message, StringComparison.Ordinal);
        byte[] kept = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        Assert.Equal([1, 2, 3, 0], kept[..4]);
        Assert.Equal([4], await File.ReadAllBytesAsync(beside, TestContext.Current.CancellationToken));
        Assert.Equal(4, Directory.GetFiles(_place.Path).Length);
    }

    [Fact]
    public void A_command_is_one_word_for_the_kernel()
    {
        string words = RootArguments.Of("abc", "echo \"a b\"");
        Assert.Equal($"root=/dev/disk/by-id/virtio-root ro pilevisor.token=abc systemd.mask=serial-getty@ttyAMA0.service pilevisor.command={Convert.ToBase64String(Encoding.UTF8.GetBytes("echo \"a b\""))}", words);
        Assert.Equal("root=/dev/disk/by-id/virtio-root ro pilevisor.token=abc", RootArguments.Of("abc", null));
    }

    public void Dispose() => _place.Dispose();

    private static void Refused(ClusterConfiguration configuration, params string[] problems) => Assert.Equal(problems, _check.Problems(configuration));

    // An ext4 with files, and with links in its root as Debian's kernels have them.
    private async Task<string> ImageAsync(params (string Name, byte[] Content)[] files)
    {
        string root = Directory.CreateDirectory(Path.Combine(_place.Path, $"{Guid.NewGuid():n}")).FullName, image = root + ".img";
        foreach ((string name, byte[] content) in files)
        {
            string path = Path.Combine(root, name);
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            await File.WriteAllBytesAsync(path, content, TestContext.Current.CancellationToken);
            if (name.StartsWith("boot/", StringComparison.Ordinal)) File.CreateSymbolicLink(Path.Combine(root, Path.GetFileName(name).Split('-')[0]), name);
        }

        await new HostCommand("/sbin/mke2fs", "-q", "-t", "ext4", "-d", root, image, "4M").RunCheckedAsync(TestContext.Current.CancellationToken);
        return image;
    }

    private async Task<(string Kernel, string Initrd)> TakeAsync(string image)
    {
        string kernel = Path.Combine(_place.Path, $"{Guid.NewGuid():n}"), initrd = kernel + ".initrd";
        await new RootImage(image).TakeBootFilesAsync(kernel, initrd, TestContext.Current.CancellationToken);
        return (kernel, initrd);
    }

    private async Task ImageRefusedAsync(string image, string why)
    {
        LaunchException refusal = await Assert.ThrowsAsync<LaunchException>(() => TakeAsync(image));
        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.Contains(why, refusal.Message, StringComparison.Ordinal);
    }

    // No more than the header that says so (Linux, Documentation/arm64/booting.rst).
    private static byte[] Kernel()
    {
        byte[] image = new byte[4096];
        "ARM\x64"u8.CopyTo(image.AsSpan(56));
        return image;
    }
}
