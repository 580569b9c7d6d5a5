using System;
using System.Buffers.Binary;
using System.Text;
using Pilevisor.Fakes;
using Pilevisor.Kernel;
using Xunit;

namespace Pilevisor.Virtualization.Tests;

public sealed class GuestLoaderTests : IDisposable
{
    private readonly FakePhysicalMemory _physical = new();
    private readonly FakeGuestMemory _memory = new();
    private readonly RecordingLog _log = new();

    public void Dispose() => _physical.Dispose();

    [Fact]
    public void A_Linux_image_goes_where_its_header_says()
    {
        byte[] kernel = Image(textOffset: 0x8_0000, imageSize: 0x20_0000);
        GuestEntryPoint entry = Load(CpioArchive.Of(("kernel", kernel), ("initrd", new byte[5000]), ("cmdline", "quiet"u8.ToArray())));
        Assert.Equal(0x4008_0000ul, entry.Kernel.Value);
        Assert.Equal(0x5fe0_0000ul, entry.DeviceTree.Value);
        Assert.Equal(kernel, _memory.Loaded[0x4008_0000]);
        Assert.Equal(5000, _memory.Loaded[0x5fdf_e000].Length);

        HardwareDescription tree = new(_memory.Loaded[entry.DeviceTree.Value]);
        Assert.Equal("quiet", Encoding.ASCII.GetString(tree.BootArguments));
        Assert.True(tree.TryGetPayload(out PhysicalAddress ramdisk, out ulong bytes));
        Assert.Equal((0x5fdf_e000ul, 5000ul), (ramdisk.Value, bytes));
        Assert.Equal<byte>([1, 2, 3, 4, 5], tree.RandomSeed);
        Assert.Single(_log.Lines);
    }

    [Fact]
    public void A_flat_binary_begins_at_the_start_of_the_window()
    {
        GuestEntryPoint entry = Load(CpioArchive.Of(("kernel", [0x1f, 0x20, 0x03, 0xd5])));
        Assert.Equal(0x4000_0000ul, entry.Kernel.Value);
        Assert.Equal(2, _memory.Loaded.Count);
        Assert.False(new HardwareDescription(_memory.Loaded[entry.DeviceTree.Value]).TryGetPayload(out _, out _));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        PanicException panic = Assert.Throws<PanicException>(() => Load(CpioArchive.Of(("kernel", Image(0, 511ul << 20)))));
        Assert.Equal("kernel (535822336 bytes), initrd (0) and device tree need 537919488 bytes, and have 536870912: at most 1 GiB, and no more than the leader gives the guest (pilevisor.memory), which is 536870912", panic.Message);
        Assert.Empty(_memory.Loaded);
    }

    [Fact]
    public void A_damaged_image_size_is_refused() => Assert.Throws<PanicException>(() => Load(CpioArchive.Of(("kernel", Image(0, ulong.MaxValue - 100)))));

    [Fact]
    public void No_payload_is_a_panic()
    {
        PanicException panic = Assert.Throws<PanicException>(() => Loader(DeviceTreeCompiler.Compile(Board(""))).Load());
        Assert.Equal("this node was given no guest payload (initrd)", panic.Message);
    }

    [Theory]
    [InlineData("1f8b0800", "compressed")]
    [InlineData("7f454c46", "ELF")]
    [InlineData("4d5a0000", "not an arm64 Image")]
    public void What_cannot_run_is_named(string start, string reason)
    {
        byte[] kernel = new byte[256];
        Convert.FromHexString(start).CopyTo(kernel, 0);
        Assert.Contains(reason, Assert.Throws<PanicException>(() => Load(CpioArchive.Of(("kernel", kernel)))).Message);
    }

    [Fact]
    public void A_big_endian_kernel_is_refused() => Assert.Contains("big-endian", Assert.Throws<PanicException>(() => Load(CpioArchive.Of(("kernel", Image(0, 4096, flags: 1))))).Message);

    [Fact]
    public void A_kernel_without_a_size_is_an_old_one() => Assert.Equal(0x4008_0000ul, Load(CpioArchive.Of(("kernel", Image(0, 0)))).Kernel.Value);

    private unsafe GuestEntryPoint Load(byte[] archive)
    {
        PhysicalAddress start = _physical.Allocate((ulong)archive.Length, 4096, "payload");
        archive.CopyTo(new Span<byte>(_physical.Pointer(start), archive.Length));
        string chosen = $"chosen {{ rng-seed = [01 02 03 04 05]; linux,initrd-start = <0x{start.Value:x}>; linux,initrd-end = <0x{start.Value + (ulong)archive.Length:x}>; }};";
        return Loader(DeviceTreeCompiler.Compile(Board(chosen))).Load();
    }

    private GuestLoader Loader(byte[] board)
    {
        MadeUpCluster cluster = new(2, 1);
        HardwareDescription hardware = new(board);
        return new GuestLoader(hardware, new BootFiles(hardware, _physical), _physical, _memory, cluster, new GuestDeviceTree(cluster, new VcpuTopology(cluster, new FakeProcessor()), new GuestGicV3(new VcpuTopology(cluster, new FakeProcessor())), GuestDevices.Of(cluster)), _log);
    }

    private static string Board(string chosen) => $$"""
        /dts-v1/;
        / {
            #address-cells = <1>; #size-cells = <1>;
            memory@0 { device_type = "memory"; reg = <0 0x1000>; };
            cpus { #address-cells = <1>; #size-cells = <0>; cpu@0 { device_type = "cpu"; reg = <0>; }; };
            {{chosen}}
        };
        """;

    private static byte[] Image(ulong textOffset, ulong imageSize, ulong flags = 0xa)
    {
        byte[] image = new byte[10_000];
        "MZ"u8.CopyTo(image);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(8), textOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(16), imageSize);
        BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(24), flags);
        "ARMd"u8.CopyTo(image.AsSpan(56));
        return image;
    }
}
