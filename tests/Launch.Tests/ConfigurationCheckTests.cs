using System;
using System.Buffers.Binary;
using System.Collections.Generic;
using System.IO;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;
using Pilevisor.Virtualization;
using Xunit;

namespace Pilevisor.Launch.Tests;

public sealed class ConfigurationCheckTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private readonly ConfigurationCheck _check;

    public ConfigurationCheckTests()
    {
        _place.File("Pilevisor.sln", "");
        _place.File("samples/VirtCluster/VirtCluster.csproj", "<Project><Import Project=\"../../toolchain/Image.targets\" /></Project>");
        _place.File("samples/OtherCluster/OtherCluster.csproj", "<Project><Import Project=\"../../toolchain/Image.targets\" /></Project>");
        _place.File("samples/Alone/Alone.csproj", "<Project><PropertyGroup><BootsGuest>false</BootsGuest></PropertyGroup><Import Project=\"../../toolchain/Image.targets\" /></Project>");
        _place.File("samples/guests/stream.c", "");
        _place.File("samples/guests/load-build.sh", "#!/bin/sh\n# Linux's sources: fs/any\n");
        RepositoryLayout layout = new(_place.Path);
        _check = new ConfigurationCheck(new VariantCatalog(layout), new GuestPrograms(layout, new GuestCache(layout), new SilentActivities()));
    }

    [Fact]
    public void The_defaults_are_right() => Assert.Empty(_check.Problems(new ClusterConfiguration()));

    [Fact]
    public void An_unknown_variant_is_refused_with_the_known_ones() =>
        Refused(new() { Variant = "VirtClutser" }, "unknown variant VirtClutser: there are Alone, OtherCluster, OtherCluster-Release, VirtCluster, VirtCluster-Release");

    [Fact]
    public void A_variant_that_boots_no_guest_is_refused_with_those_that_do() =>
        Refused(new() { Variant = "Alone" }, "variant Alone is not a cluster image, it boots no guest: there are OtherCluster, OtherCluster-Release, VirtCluster, VirtCluster-Release");

    [Fact]
    public void What_boots_a_guest_is_there_in_a_second_quality()
    {
        Assert.Empty(_check.Problems(new() { Variant = "OtherCluster-Release" }));
        Assert.NotEmpty(_check.Problems(new() { Variant = "Alone-Release" }));
    }

    [Fact]
    public void Nothing_is_done_to_machines_that_are_not_there()
    {
        Assert.Empty(_check.Problems(new() { Pauses = [new NodePause(1, TimeSpan.Zero, TimeSpan.FromSeconds(1))], Kills = [new NodeKill(0, TimeSpan.Zero)] }));
        Refused(new() { Kills = [new NodeKill(2, TimeSpan.FromSeconds(1.5))] }, "node 2 cannot be killed after 1.5 s: it is not there then");
        ClusterConfiguration grows = new() { MostNodes = 3, Additions = [new NodeAddition(2, TimeSpan.FromSeconds(2))] };
        Assert.Empty(_check.Problems(grows with { Pauses = [new NodePause(2, TimeSpan.FromSeconds(3), TimeSpan.FromSeconds(1))] }));
        Refused(grows with { Pauses = [new NodePause(2, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1))] }, "node 2 cannot be paused after 1 s: it is not there then");
    }

    [Fact]
    public void Clocks_of_nodes_that_may_be_there_drift_a_little_and_one_way()
    {
        Assert.Empty(_check.Problems(new() { Drifts = [new NodeDrift(0, -1000), new NodeDrift(1, 1000)] }));
        Refused(new() { Drifts = [new NodeDrift(2, 1)] }, "node 2's clock cannot drift: there are 2 nodes at most, from 0 on");
        Refused(new() { Drifts = [new NodeDrift(1, -1001)] }, "node 1's clock cannot drift by -1001 ppm: 1000 are the most, either way");
        Assert.Empty(_check.Problems(new() { Drifts = [new NodeDrift(0, 0, TimeSpan.FromHours(1000)), new NodeDrift(1, 100, TimeSpan.FromHours(0.5))] }));
        Refused(new() { Drifts = [new NodeDrift(1, 0, TimeSpan.FromHours(-3))] }, "node 1's counter cannot begin 3 h behind: a machine's counter begins at 0, so have the others begin ahead of it");
        Refused(new() { Drifts = [new NodeDrift(0, 0, TimeSpan.FromHours(1000.5))] }, "node 0's counter cannot begin 1000.5 h ahead: 1000 are the most");
        Assert.Contains("node 1's clock drifts one way only", _check.Problems(new() { Drifts = [new NodeDrift(1, 1), new NodeDrift(1, 2)] }));
    }

    [Fact]
    public void A_plain_machine_has_no_links_and_no_others()
    {
        Refused(new() { Plain = true, Nodes = 1, Network = new() { Loss = 0.1 } }, "--link is for frames between nodes: a plain machine sends none");
        Refused(new() { Plain = true, Nodes = 1, Kills = [new NodeKill(0, TimeSpan.Zero)] }, "--pause and --kill are for the machines of a cluster");
    }

    [Theory]
    [InlineData(4095)]
    [InlineData((64 << 20) + 1)]
    public void An_image_is_loaded_behind_the_first_page_and_before_the_payload(long offset) =>
        Refused(new() { ImageOffset = offset }, $"an image is loaded 4096 to 67108864 bytes behind the beginning of RAM, not {offset}");

    [Fact]
    public void An_image_is_loaded_elsewhere_where_there_is_one_and_its_symbols_are_not_asked_for()
    {
        Assert.Empty(_check.Problems(new() { ImageOffset = 64 << 20 }));
        Refused(new() { ImageOffset = 4 << 20, Plain = true }, "an image is loaded elsewhere only in a cluster whose instructions are not logged");
        Refused(new() { ImageOffset = 4 << 20, LogsInstructions = true }, "an image is loaded elsewhere only in a cluster whose instructions are not logged");
    }

    [Fact]
    public void A_key_is_64_digits_in_a_file_that_only_its_owner_reads()
    {
        string key = _place.File("key", new string('a', 64) + "\n");
        SetMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        Assert.Empty(_check.Problems(new() { KeyFile = key }));
        Refused(new() { KeyFile = key, Plain = true }, "--key is for frames between nodes: a plain machine sends none");
        SetMode(key, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.OtherRead);
        Refused(new() { KeyFile = key }, $"the key {key} can be read by others than its owner: chmod 600 {key}");
        string nonsense = _place.File("nonsense", "secret");
        SetMode(nonsense, UnixFileMode.UserRead);
        Refused(new() { KeyFile = nonsense }, $"the key {nonsense} is not 64 hexadecimal digits: `openssl rand -hex 32` writes such a line");
        Refused(new() { KeyFile = _place.Path + "/none" }, $"no such key: {_place.Path}/none");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(65)]
    public void A_cluster_has_room_for_those_it_begins_with_and_64_at_most(int most) => Refused(new() { MostNodes = most }, $"a cluster that begins with 2 nodes has room for 2 to 64, not {most}");

    [Fact]
    public void Only_a_cluster_of_nodes_grows()
    {
        Refused(new() { Plain = true, MostNodes = 3 }, "--most-nodes is for a cluster: a plain machine has the CPUs and the memory that it booted with");
        Refused(new() { RecordFile = _place.Path + "/trace", MostNodes = 3 }, "--record is for a cluster whose nodes stay the same: leave out --most-nodes, or --record");
        Refused(new() { MostNodes = 35 }, "at most 32 nodes can join a running guest, not 33: begin with more, or keep room for fewer");
        Refused(new() { MostNodes = 16, CpusPerNode = 8 }, "a guest has at most 123 CPUs, not 16 times 8: give each of 16 nodes at most 7");
    }

    [Fact]
    public void What_is_added_has_a_place_of_its_own()
    {
        NodeAddition third = new(2, TimeSpan.FromSeconds(1));
        Assert.Empty(_check.Problems(new() { MostNodes = 3, Additions = [third] }));
        Refused(new() { Additions = [third] }, "node 2 cannot be added: there is no room, which --most-nodes keeps");
        Refused(new() { MostNodes = 4, Additions = [third with { Node = 1 }] }, "node 1 cannot be added: 2 to 3 can");
        Refused(new() { MostNodes = 4, Additions = [third with { Node = 4 }] }, "node 4 cannot be added: 2 to 3 can");
        Refused(new() { MostNodes = 4, Additions = [third, third] }, "node 2 is to be added 2 times: it can be once");
    }

    [Fact]
    public void What_is_removed_was_added_before()
    {
        NodeAddition third = new(2, TimeSpan.FromSeconds(1));
        Assert.Empty(_check.Problems(new() { MostNodes = 3, Additions = [third], Departures = [new(2, TimeSpan.FromSeconds(2))] }));
        Refused(new() { MostNodes = 3, Additions = [third], Departures = [new(2, TimeSpan.FromSeconds(0.5))] }, "node 2 cannot be removed after 0.5 s: only a node can that was added before, with --add");
        Refused(new() { MostNodes = 3, Additions = [third], Departures = [new(0, TimeSpan.FromSeconds(2))] }, "node 0 cannot be removed after 2 s: only a node can that was added before, with --add");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65)]
    [InlineData(-1)]
    public void A_cluster_has_1_to_64_nodes(int nodes) => Refused(new() { Nodes = nodes }, $"a cluster has 1 to 64 nodes, not {nodes}");

    [Theory]
    [InlineData(0)]
    [InlineData(17)]
    public void A_node_has_1_to_16_cpus(int cpus) => Refused(new() { CpusPerNode = cpus }, $"a node has 1 to 16 CPUs, not {cpus}");

    [Theory]
    [InlineData(16, 8, 7)]
    [InlineData(64, 2, 1)]
    [InlineData(8, 16, 15)]
    public void A_guest_has_as_many_cpus_as_its_machine_has_redistributors_for(int nodes, int cpus, int right)
    {
        ClusterConfiguration configuration = new() { Nodes = nodes, CpusPerNode = cpus };
        Refused(configuration, $"a guest has at most 123 CPUs, not {nodes} times {cpus}: give each of {nodes} nodes at most {right}");
        Assert.Empty(_check.Problems(configuration with { CpusPerNode = right }));
        Assert.Empty(_check.Problems(configuration with { Plain = true }));
    }

    [Fact]
    public void A_machine_has_no_more_memory_than_the_hypervisor_maps()
    {
        ClusterConfiguration configuration = new() { Nodes = 1, MemoryBytes = 400 * ByteSize.GiB, CacheBytes = 128 * ByteSize.GiB };
        Refused(configuration, "too much memory: a node's machine has at most 511G, which 400G for the guest, 128G for other nodes' pages and what goes with them exceed");
        Assert.Empty(_check.Problems(configuration with { CacheBytes = 64 * ByteSize.GiB }));
    }

    [Theory]
    [InlineData(2, 1)]
    [InlineData(1, 2)]
    public void Instructions_are_counted_on_one_cpu(int nodes, int cpus)
    {
        Refused(new() { Nodes = nodes, CpusPerNode = cpus, CountsInstructions = true }, $"instructions are counted on one machine of one CPU, not on {nodes} of {cpus}");
        Assert.Empty(_check.Problems(new() { Nodes = 1, CountsInstructions = true }));
        Assert.Empty(_check.Problems(new() { Nodes = nodes, CpusPerNode = cpus, CountsInstructions = true, LogsInstructions = true }));
    }

    [Fact]
    public void Memory_has_a_least_size_and_a_granule()
    {
        Refused(new() { MemoryBytes = 62 * ByteSize.MiB }, "too little memory: each node gives at least 64M to the guest, not 62M");
        Refused(new() { MemoryBytes = 65 * ByteSize.MiB }, "a node's memory is a multiple of 2M, which 65M is not");
        Refused(new() { CacheBytes = 512 * ByteSize.KiB }, "too small a cache: each node needs at least 1M for other nodes' pages, not 512K");
        Assert.Empty(_check.Problems(new() { MemoryBytes = 64 * ByteSize.MiB, CacheBytes = 1 * ByteSize.MiB }));
    }

    [Fact]
    public void Missing_files_are_named()
    {
        Refused(new() { Kernel = "/no/such/Image" }, "no such kernel: /no/such/Image");
        Refused(new() { Initrd = "/no/such/initrd" }, "no such initrd: /no/such/initrd");
        Refused(new() { Kernel = _place.Path }, $"the kernel {_place.Path} is a directory");
    }

    [Fact]
    public void What_builds_a_part_of_the_kernel_needs_one_whose_sources_Debian_has()
    {
        const string Refusal = "load-build builds a part of the guest's kernel, of Debian's sources: leave out --kernel, or load-build";
        string kernel = Image("own", imageBytes: 30 << 20, fileBytes: 4096);
        Refused(new() { Kernel = kernel, Command = "cd /; load-build 2" }, Refusal);
        Refused(new() { Kernel = kernel, Command = "true", Programs = ["load-build"] }, Refusal);
        Assert.Empty(_check.Problems(new() { Kernel = kernel, Command = "stream" }));
        Assert.Empty(_check.Problems(new() { Command = "load-build" }));
    }

    [Fact]
    public void What_does_not_fit_into_the_guests_memory_is_refused_with_what_would()
    {
        string damaged = Image("damaged", imageBytes: ulong.MaxValue - 4096, fileBytes: 4096);
        Refused(new() { Kernel = damaged }, $"the kernel {damaged} needs 17592186044416M of memory: kernel, initrd and device tree may take 1G together");
        string offset = Image("offset", imageBytes: 1 << 20, fileBytes: 4096, textOffset: ulong.MaxValue);
        Assert.StartsWith($"the kernel {offset} wants to be loaded 0xffffffffffffffff bytes behind", Assert.Single(_check.Problems(new() { Kernel = offset })));
        string small = Image("small", imageBytes: 30 << 20, fileBytes: 4096), large = Image("large", imageBytes: 30 << 20, fileBytes: 3 * ByteSize.GiB);
        Assert.StartsWith($"the kernel {large} needs 3072M of memory", Assert.Single(_check.Problems(new() { Kernel = large })));
        Assert.Empty(_check.Problems(new() { Kernel = small }));
        string fits = Sparse("fits", 32 * ByteSize.MiB);
        Assert.Empty(_check.Problems(new() { Kernel = small, Initrd = fits, MemoryBytes = 64 * ByteSize.MiB }));
        string one = Sparse("one", 32 * ByteSize.MiB + 1);
        Refused(new() { Kernel = small, Initrd = one, MemoryBytes = 64 * ByteSize.MiB }, "kernel (30M), initrd (33M) and device tree need 65M of memory, and each node gives 64M: raise --memory to 65M at least");
        foreach (long bytes in (long[])[2 * ByteSize.GiB, (4 * ByteSize.GiB) + 1])
            Assert.EndsWith("1G is the most, whatever --memory is", Assert.Single(_check.Problems(new() { Kernel = small, Initrd = Sparse("huge", bytes), MemoryBytes = 8 * ByteSize.GiB })));
    }

    [Fact]
    public void A_cpu_that_a_kernel_or_a_variant_cannot_run_on_is_refused_with_those_it_can()
    {
        Refused(new() { CpuModel = "cortex-m0" }, "unknown CPU model cortex-m0: there are cortex-a53, cortex-a57, cortex-a72, cortex-a76, neoverse-n1, max");
        string pages16 = Image("pages16", imageBytes: 1 << 20, fileBytes: 4096, flags: 2 << 1), pages64 = Image("pages64", imageBytes: 1 << 20, fileBytes: 4096, flags: 3 << 1);
        Refused(new() { Kernel = pages16 }, $"the kernel {pages16} has pages of 16 KiB, which cortex-a72 does not translate: --cpu-model cortex-a76, or neoverse-n1, or max can");
        foreach (string model in (string[])["cortex-a76", "neoverse-n1", "max", "max,pauth=off"]) Assert.Empty(_check.Problems(new() { Kernel = pages16, CpuModel = model }));
        foreach (CpuModel model in CpuModel.All) Assert.Empty(_check.Problems(new() { Kernel = pages64, CpuModel = model.Name }));
        _place.File("samples/New/New.csproj", "<Project><PropertyGroup><CpuModels>cortex-a76;max</CpuModels></PropertyGroup><Import Project=\"../../toolchain/Image.targets\" /></Project>");
        Refused(new() { Variant = "New" }, "variant New does not run on cortex-a72: it does on cortex-a76, max");
        Assert.Empty(_check.Problems(new() { Variant = "New", CpuModel = "max" }));
    }

    [Fact]
    public void A_first_file_system_that_cannot_be_unpacked_is_refused_with_what_could()
    {
        string kernel = Image("small", imageBytes: 30 << 20, fileBytes: 4096), initrd = Sparse("initrd", 200 * ByteSize.MiB);
        long needed = (200 + (400 * 23 / 20) + 30) * ByteSize.MiB + GuestFit.LinuxBytes;
        Assert.Null(GuestFit.UnpackingProblem(kernel, initrd, 1, needed));
        Assert.Null(GuestFit.UnpackingProblem(kernel, initrd, 4, needed / 4));
        string wanted = $"{needed / ByteSize.MiB}M";
        Assert.Equal($"the guest unpacks its first file system of 200M, and needs {wanted} of memory for that; 1 node gives 256M: raise --memory to {wanted} at least, or leave packages out", GuestFit.UnpackingProblem(kernel, initrd, 1, 256 * ByteSize.MiB));
        Assert.EndsWith($"2 nodes give 256M: raise --memory to {needed / 2 / ByteSize.MiB + 1}M at least, or leave packages out", GuestFit.UnpackingProblem(kernel, initrd, 2, 128 * ByteSize.MiB), StringComparison.Ordinal);
    }

    [Fact]
    public void A_link_is_as_large_as_what_it_leads_to()
    {
        string kernel = Image("large", imageBytes: 4096, fileBytes: 300 << 20), link = Path.Combine(_place.Path, "vmlinuz");
        File.CreateSymbolicLink(link, kernel);
        ClusterConfiguration configuration = new() { Nodes = 1, MemoryBytes = 128 * ByteSize.MiB };
        string problem = Assert.Single(_check.Problems(configuration with { Kernel = kernel }));
        Assert.Equal([problem.Replace(kernel, link, StringComparison.Ordinal)], _check.Problems(configuration with { Kernel = link }));
        string key = _place.File("key", new string('a', 64) + "\n"), toKey = Path.Combine(_place.Path, new string('k', 100));
        SetMode(key, UnixFileMode.UserRead);
        File.CreateSymbolicLink(toKey, key);
        Assert.Empty(_check.Problems(new() { KeyFile = toKey }));
    }

    [Fact]
    public void The_room_for_the_guest_is_the_loaders()
    {
        Assert.Equal(GuestLayout.Furthest, (ulong)GuestFit.MaximumBytes);
        Assert.Equal(GuestLayout.DeviceTreeRoom, (ulong)GuestFit.DeviceTreeBytes);
    }

    [Fact]
    public void A_device_is_no_initrd() =>
        Refused(new() { Initrd = "/dev/null" }, "the initrd /dev/null is empty, or no ordinary file");

    [Fact]
    public void Memory_beyond_all_addresses_is_refused()
    {
        Refused(new() { MemoryBytes = 512 * ByteSize.GiB, CacheBytes = ByteSize.GiB }, "too much memory: all nodes together give at most 1023G to the guest, not 2 times 512G");
        Refused(new() { MemoryBytes = long.MaxValue / ByteSize.MiB / 2 * ByteSize.MiB * 2, CacheBytes = ByteSize.GiB, Nodes = 1 }, "too much memory: all nodes together give at most 1023G to the guest, not 1 times 8796093022206M");
    }

    [Fact]
    public void A_time_out_is_one_that_can_be()
    {
        Refused(new() { Timeout = TimeSpan.Zero }, "the time-out must be more than 0 seconds");
        Refused(new() { Timeout = TimeSpan.MaxValue }, "the time-out may be 4000000 seconds at most; none at all without --exec and --timeout");
    }

    [Fact]
    public void A_kernel_for_another_machine_is_refused_with_what_it_is()
    {
        byte[] bzImage = new byte[1024];
        "HdrS"u8.CopyTo(bzImage.AsSpan(0x202));
        string kernel = _place.File("bzImage", bzImage);
        Refused(new() { Kernel = kernel }, $"the kernel {kernel} is an x86 bzImage: a guest's kernel is an uncompressed arm64 Image");
    }

    [Fact]
    public void A_command_needs_our_own_initrd()
    {
        string initrd = _place.File("initrd", 1);
        Refused(new() { Initrd = initrd, Command = "true" }, "--exec needs Pilevisor's own initrd, whose init script runs the command: leave out --initrd, or --exec");
    }

    [Fact]
    public void Packages_have_names_of_packages_and_go_into_our_own_initrd()
    {
        string initrd = _place.File("initrd", 1), kernel = Image("kernel", imageBytes: 1 << 20, fileBytes: 4096);
        Assert.Empty(_check.Problems(new() { Packages = ["stress-ng", "g++", "libc6-dev", "python3.11"] }));
        Assert.Empty(_check.Problems(new() { Packages = ["pigz"], Kernel = kernel, Command = "true" }));
        Refused(new() { Packages = ["pigz"], Initrd = initrd }, "--packages are for Pilevisor's own initrd: leave out --initrd, or --packages");
        Refused(new() { Packages = ["pigz"], Kernel = kernel }, "--packages are for Pilevisor's own initrd: leave out --kernel, or have a command by --exec, or --packages");
        foreach (string wrong in (string[])["", "x", "Pigz", "pigz xz-utils", "pigz=2.6", "-oDir=/", "../pigz", "pigz:arm64"])
            Refused(new() { Packages = [wrong] }, $"\"{wrong}\" is no name of a Debian package: those are of small letters, digits and + - . (--packages stress-ng,pigz,xz-utils)");
    }

    [Fact]
    public void A_kernel_that_Debian_has_not_is_refused_with_those_it_has()
    {
        Refused(new() { KernelSeries = "6.1-fast" }, "no Debian kernel 6.1-fast: there are 6.1, 6.1-generic, 6.1-rt, 6.12, 6.12-generic, 6.12-rt");
        string kernel = Image("kernel", imageBytes: 1 << 20, fileBytes: 4096);
        Refused(new() { Kernel = kernel, KernelSeries = "6.12" }, "--kernel is the guest's kernel, and 6.12 one of Debian's: leave out --kernel, or --kernel-series");
    }

    [Fact]
    public void A_trace_that_cannot_be_written_is_refused()
    {
        string file = _place.File("old.trace", 1);
        Refused(new() { RecordFile = "/no/such/x.trace" }, "no such directory for the trace: /no/such");
        Refused(new() { RecordFile = _place.Path }, $"the trace {_place.Path} is a directory: name a file");
        Refused(new() { RecordFile = "/dev/null" }, "the trace /dev/null would be among the devices: name an ordinary file");
        Refused(new() { RecordFile = "" }, "the trace needs a file name");
        Refused(new() { RecordFile = file, Plain = true }, "--record needs a hypervisor, whose accesses to pages it records: a plain machine has none");
        Assert.StartsWith("the trace /proc/x.trace cannot be written: ", Assert.Single(_check.Problems(new() { RecordFile = "/proc/x.trace" })));
        Assert.Empty(_check.Problems(new() { RecordFile = file }));
        Assert.Equal([1], File.ReadAllBytes(file));
        Assert.Equal([file], Directory.GetFiles(_place.Path, "*.trace*"));
    }

    [Fact]
    public void A_log_directory_that_cannot_be_made_is_refused()
    {
        string file = _place.File("file", 1);
        Refused(new() { LogDirectory = file }, $"the log directory {file} is a file: name a directory");
        Refused(new() { LogDirectory = $"{file}/log" }, $"the log directory {file}/log cannot be made: {file} is a file");
        Assert.StartsWith("the log directory /proc/log cannot be written: ", Assert.Single(_check.Problems(new() { LogDirectory = "/proc/log" })));
        Assert.Empty(_check.Problems(new() { LogDirectory = Path.Combine(_place.Path, "new/log") }));
        Assert.False(Directory.Exists(Path.Combine(_place.Path, "new")));
    }

    [Fact]
    public void Everything_that_is_wrong_is_said_at_once() =>
        Assert.Equal(4, _check.Problems(new() { Variant = "x", Nodes = 0, CpusPerNode = 0, MemoryBytes = 0, CacheBytes = 4 * ByteSize.MiB }).Count);

    public void Dispose() => _place.Dispose();

    private string Image(string name, ulong imageBytes, long fileBytes, ulong textOffset = 0, ulong flags = 0)
    {
        byte[] header = new byte[64];
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(8), textOffset);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(16), imageBytes);
        BinaryPrimitives.WriteUInt64LittleEndian(header.AsSpan(24), flags);
        "ARM\x64"u8.CopyTo(header.AsSpan(56));
        string path = _place.File(name, header);
        using FileStream file = File.OpenWrite(path);
        file.SetLength(fileBytes);
        return path;
    }

    // Nobody writes what is not looked at.
    private string Sparse(string name, long bytes)
    {
        string path = Path.Combine(_place.Path, name);
        using FileStream file = File.Create(path);
        file.SetLength(bytes);
        return path;
    }

    private static void SetMode(string path, UnixFileMode mode)
    {
        if (!OperatingSystem.IsWindows()) File.SetUnixFileMode(path, mode);
    }

    private void Refused(ClusterConfiguration configuration, string problem)
    {
        IReadOnlyList<string> problems = _check.Problems(configuration);
        Assert.Equal([problem], problems);
    }
}
