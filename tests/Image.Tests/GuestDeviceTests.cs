using System;
using System.IO;
using System.Linq;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Disks, network and directories of the host, on a plain machine, where what fails is our guest's or the host's fault, and on clusters.</summary>
[Collection(Machines.Collection)]
public sealed class GuestDeviceTests(Machines machines) : IDisposable
{
    private const int DiskBytes = 1 << 20;
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("pilevisor-devices-");

    public static TheoryData<bool> PlainAndCluster => [true, false];

    [Theory]
    [MemberData(nameof(PlainAndCluster))]
    public async Task A_guest_reads_and_writes_disks_and_talks_to_its_host(bool isPlain)
    {
        byte[] content = new byte[DiskBytes];
        new Random(1).NextBytes(content);
        string disk = Path.Combine(_place.FullName, "a,disk"), read = Path.Combine(_place.FullName, "read");
        await File.WriteAllBytesAsync(disk, content, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(read, content, TestContext.Current.CancellationToken);
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task<string> asked = AnswerAsync(server, "hello guest\n");
        GuestDevices devices = new() { Disks = [new GuestDisk(disk, Serial: "first"), new GuestDisk(read, IsReadOnly: true)], Network = new GuestNetwork(), Entropy = true };
        string command = $"md5sum </dev/vda; cat /sys/block/vda/serial; echo; printf written | dd of=/dev/vda bs=512 seek=2 conv=notrunc,fsync 2>/dev/null; md5sum </dev/vdb; cat /sys/block/vdb/ro; cat /sys/class/misc/hw_random/rng_current; "
            + $"mke2fs /dev/vda 512 >/dev/null && mkdir /mnt && mount /dev/vda /mnt && echo kept >/mnt/file && umount /mnt && mount /dev/vda /mnt && cat /mnt/file; udhcpc -q -n >/dev/null 2>&1; wget -q -O - http://10.0.2.2:{((IPEndPoint)server.LocalEndpoint).Port}/here; cat /etc/resolv.conf";
        CommandRun run = await machines.SucceedAsync(Guest(isPlain) with { Devices = devices }, command);
        string sum = Convert.ToHexStringLower(MD5.HashData(content));
        Assert.Equal($"{sum}  -\nfirst\n{sum}  -\n1\nvirtio_rng.0\nkept\nhello guest\nnameserver 10.0.2.3\n", run.Output);
        Assert.StartsWith("GET /here HTTP/1.", await asked, StringComparison.Ordinal);
        byte[] after = await File.ReadAllBytesAsync(disk, TestContext.Current.CancellationToken);
        Assert.Equal(DiskBytes, after.Length);
        Assert.True(after.AsSpan().IndexOf("kept\n"u8) > 0, "what the guest wrote to its file system is not in the image");
        // The file system is on the first half.
        Assert.Equal(content[(DiskBytes / 2)..], after[(DiskBytes / 2)..]);
        Assert.Equal(content, await File.ReadAllBytesAsync(read, TestContext.Current.CancellationToken));
    }

    [Fact]
    public Task Disks_serve_the_cpus_of_every_node() => CopyAsync("VirtCluster", 2);

    [Theory]
    [InlineData("VirtGicV2", 2)]
    [InlineData("VirtAdaptive", 2)]
    [InlineData("VirtUnits64K", 2)]
    [InlineData("VirtMsi", 3)]
    [InlineData("VirtDynamicOwner", 3)]
    [Trait("Length", "long")]
    public Task Disks_serve_the_cpus_of_every_node_of_other_variants(string variant, int nodes) => CopyAsync(variant, nodes);

    // fio checks each block that it reads by a sum which it has written there.
    [Fact]
    [Trait("Length", "long")]
    public async Task Fio_finds_what_it_has_written_from_the_cpus_of_every_node()
    {
        string disk = Path.Combine(_place.FullName, "disk");
        await File.WriteAllBytesAsync(disk, new byte[32 * DiskBytes], TestContext.Current.CancellationToken);
        ClusterConfiguration configuration = new() { Nodes = 3, MemoryBytes = 384 * ByteSize.MiB, Timeout = Machines.Limit, Packages = ["fio"], Devices = new() { Disks = [new GuestDisk(disk)] } };
        string[] jobs = [.. Enumerable.Range(0, 3).Select(cpu => $"--name=cpu{cpu} --cpus_allowed={cpu} --offset={cpu * 8}m")];
        string command = "await-cpus 3 >/dev/null && fio --filename=/dev/vda --size=8m --io_size=8m --direct=1 --ioengine=psync --rw=randrw --bsrange=512-64k --randseed=3 --verify=crc32c --verify_fatal=1 --do_verify=1 --thread --minimal " + string.Join(' ', jobs);
        CommandRun run = await machines.SucceedAsync(configuration, command);
        // A line of fio's for each job: its name is the third field, its error the fifth.
        Assert.Equal(["cpu0: 0", "cpu1: 0", "cpu2: 0"], run.Output.Split('\n').Select(line => line.Split(';')).Where(fields => fields.Length > 4).Select(fields => $"{fields[2]}: {fields[4]}"));
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task A_cpu_of_every_node_downloads_100_MiB()
    {
        byte[] content = new byte[100 * DiskBytes];
        new Random(3).NextBytes(content);
        using TcpListener server = new(IPAddress.Loopback, 0);
        server.Start();
        Task served = Task.WhenAll(AnswerAsync(server, content), AnswerAsync(server, content));
        ClusterConfiguration configuration = Machines.TwoNodes with { Devices = new() { Network = new GuestNetwork() } };
        string download = $"wget -q -O - http://10.0.2.2:{((IPEndPoint)server.LocalEndpoint).Port}/here | md5sum";
        CommandRun run = await machines.SucceedAsync(configuration, $"await-cpus 2 >/dev/null && udhcpc -q -n >/dev/null 2>&1; taskset 1 {download}; taskset 2 {download}");
        string sum = Convert.ToHexStringLower(MD5.HashData(content));
        Assert.Equal($"{sum}  -\n{sum}  -\n", run.Output);
        await served;
    }

    // An interface takes root's rights to make: as for packages, by sudo if need be.
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Length", "long")]
    public async Task A_tap_of_several_queues_has_a_pair_for_each_cpu(bool isPlain)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string tap = $"pv{Environment.ProcessId}", subnet = $"10.{199 + (Environment.ProcessId % 50)}.1";
        byte[] content = new byte[DiskBytes];
        new Random(4).NextBytes(content);
        await RootAsync($"ip tuntap add dev {tap} mode tap user {Environment.UserName} multi_queue && ip address add {subnet}.1/24 dev {tap} && ip link set {tap} up");
        try
        {
            using TcpListener server = new(IPAddress.Parse($"{subnet}.1"), 0);
            server.Start();
            Task served = Task.WhenAll(Enumerable.Range(0, 3).Select(_ => AnswerAsync(server, content)));
            ClusterConfiguration configuration = Guest(isPlain) with { Nodes = 3, CpusPerNode = 1, Devices = new() { Network = new GuestNetwork { Tap = tap } } };
            string download = $"wget -q -O - http://{subnet}.1:{((IPEndPoint)server.LocalEndpoint).Port}/here | md5sum";
            CommandRun run = await machines.SucceedAsync(configuration, $"await-cpus 3 >/dev/null; ifconfig eth0 {subnet}.2 up && ls -1d /sys/class/net/eth0/queues/*; taskset 1 {download}; taskset 2 {download}; taskset 4 {download}");
            string[] queues = [.. Enumerable.Range(0, 3).Select(i => $"/sys/class/net/eth0/queues/rx-{i}\n"), .. Enumerable.Range(0, 3).Select(i => $"/sys/class/net/eth0/queues/tx-{i}\n")];
            Assert.Equal(string.Concat(queues) + string.Concat(Enumerable.Repeat($"{Convert.ToHexStringLower(MD5.HashData(content))}  -\n", 3)), run.Output);
            await served;
        }
        finally
        {
            await RootAsync($"ip link delete {tap}");
        }

        Task RootAsync(string command) => new HostCommand(Environment.IsPrivilegedProcess ? "sh" : "sudo", Environment.IsPrivilegedProcess ? ["-c", command] : ["sh", "-c", command]).RunCheckedAsync(cancellation);
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task What_was_flushed_is_there_after_a_loss_of_power()
    {
        const int Flushed = 40;
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string disk = Path.Combine(_place.FullName, "disk");
        await File.WriteAllBytesAsync(disk, new byte[64 * DiskBytes], cancellation);
        ClusterConfiguration configuration = Machines.TwoNodes with { Packages = ["e2fsprogs"], MemoryBytes = 512 * ByteSize.MiB, Devices = new() { Disks = [new GuestDisk(disk)] } };
        const string Writes = "mkfs.ext4 -q /dev/vda && mkdir -p /mnt && mount /dev/vda /mnt && await-cpus 2 >/dev/null && i=0; while :; do i=$((i + 1)); taskset $((1 + i % 2)) dd if=/dev/urandom of=/mnt/$i bs=1k count=$((i % 64 + 1)) conv=fsync 2>/dev/null && echo \"flushed $i $(md5sum </mnt/$i)\"; done";
        OutputCollector collector = new();
        await using (Cluster cluster = await machines.Launcher.StartAsync(configuration with { Command = Writes }, collector, cancellation))
        {
            await cluster.Console.WaitForAsync($"flushed {Flushed} ", Machines.Limit, cancellation);
            await new HostCommand("sh", "-c", $"kill -KILL {string.Join(' ', cluster.Nodes.Select(node => node.Process!.Id))}").RunCheckedAsync(cancellation);
            Assert.NotEqual(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(cancellation)).Reason);
        }

        string expected = string.Concat(Enumerable.Range(1, Flushed - 1).Select(i => collector.Text.Split('\n').Single(line => line.StartsWith($"flushed {i} ", StringComparison.Ordinal)) + "\n"));
        CommandRun run = await machines.SucceedAsync(configuration, $"mkdir -p /mnt && mount /dev/vda /mnt && for i in $(seq {Flushed - 1}); do echo \"flushed $i $(md5sum </mnt/$i)\"; done; umount /mnt && e2fsck -fn /dev/vda >/dev/null 2>&1 && echo clean");
        Assert.Equal(expected + "clean\n", run.Output);
    }

    [Theory]
    [InlineData("6.1-generic", true)]
    [InlineData("6.12-generic", true)]
    [InlineData("6.1-generic", false)]
    [InlineData("6.12-generic", false)]
    [Trait("Length", "long")]
    public async Task A_guest_shares_directories_of_its_host_and_is_reached_by_a_forwarded_port(string series, bool isPlain)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo shared = _place.CreateSubdirectory("shared"), read = _place.CreateSubdirectory("read");
        await File.WriteAllTextAsync(Path.Combine(shared.FullName, "from-host"), "hello guest\n", cancellation);
        int port = PortForward.FreeHostPort();
        GuestDevices devices = new() { Network = new GuestNetwork { Forwards = [new PortForward(false, port, 22)] }, Shares = [new GuestShare(shared.FullName), new GuestShare(read.FullName, "other", IsReadOnly: true)] };
        const string Command = "cat /share/shared/from-host; echo hello host >/share/shared/from-guest; touch /share/other/x 2>/dev/null || echo refused; udhcpc -q -n >/dev/null 2>&1; nc -l -p 22 </dev/null & until cat /proc/net/tcp* | grep -q ':0016 .* 0A '; do usleep 10000; done; echo listens; wait";
        OutputCollector collector = new();
        await using Cluster cluster = await machines.Launcher.StartAsync(Guest(isPlain) with { KernelSeries = series, Devices = devices, Command = Command }, collector, cancellation);
        await cluster.Console.WaitForAsync("listens", Machines.Limit, cancellation);
        using (TcpClient client = new())
        {
            await client.ConnectAsync(IPAddress.Loopback, port, cancellation);
            await client.GetStream().WriteAsync("hello by port\n"u8.ToArray(), cancellation);
        }

        Assert.Equal(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(cancellation)).Reason);
        Assert.Equal(0, cluster.CommandStatus);
        Assert.Equal("hello guest\nrefused\nlistens\nhello by port\n", collector.Text);
        Assert.Equal("hello host\n", await File.ReadAllTextAsync(Path.Combine(shared.FullName, "from-guest"), cancellation));
        Assert.Empty(read.GetFileSystemInfos());
    }

    [Fact]
    public async Task A_kernel_without_9p_is_refused_with_one_that_has_it()
    {
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => machines.RunAsync(Machines.Plain with { Devices = new() { Shares = [new GuestShare(_place.FullName, "here")] } }, "true"));
        Assert.Equal(ExitStatus.BadInput, e.Status);
        Assert.Equal($"Debian's kernel {GuestKernels.Default} has no 9pnet_virtio, 9p, which this guest's devices take: {GuestKernels.DefaultWithShares} has all there are (--kernel-series)", e.Message);
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task An_image_that_another_machine_has_is_refused()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string disk = Path.Combine(_place.FullName, "disk");
        await File.WriteAllBytesAsync(disk, new byte[DiskBytes], cancellation);
        ClusterConfiguration configuration = Machines.Plain with { Devices = new() { Disks = [new GuestDisk(disk)] } };
        await using Cluster first = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        await first.Ready.WaitAsync(Machines.Limit, cancellation);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => machines.RunAsync(configuration, "true"));
        Assert.Equal(ExitStatus.BadInput, e.Status);
        Assert.Equal($"the disk {disk} is in use by another program, which this guest and it would both write: end that, or have both read it only (,readonly)", e.Message);
    }

    public void Dispose() => _place.Delete(recursive: true);

    // Each CPU but the first is on another machine than the devices.
    private async Task CopyAsync(string variant, int nodes)
    {
        byte[] content = new byte[4 * DiskBytes];
        new Random(2).NextBytes(content);
        string from = Path.Combine(_place.FullName, "from"), to = Path.Combine(_place.FullName, "to");
        await File.WriteAllBytesAsync(from, content, TestContext.Current.CancellationToken);
        await File.WriteAllBytesAsync(to, new byte[content.Length * nodes], TestContext.Current.CancellationToken);
        ClusterConfiguration configuration = new() { Variant = variant, Nodes = nodes, Timeout = Machines.Limit, Devices = new() { Disks = [new GuestDisk(from), new GuestDisk(to)] } };
        string[] cpus = [.. Enumerable.Range(0, nodes).Select(cpu => $"taskset {1 << cpu:x} dd if=/dev/vda of=/dev/vdb iflag=direct oflag=direct bs=64k seek={cpu * content.Length >> 16} 2>/dev/null || exit 1; taskset {1 << cpu:x} dd if=/dev/vda iflag=direct bs=20k 2>/dev/null | md5sum")];
        CommandRun run = await machines.SucceedAsync(configuration, $"await-cpus {nodes} >/dev/null && {string.Join("; ", cpus)}; sync; ls -1d /sys/block/vda/mq/*/cpu[0-9]");
        Assert.Equal(string.Concat(Enumerable.Repeat($"{Convert.ToHexStringLower(MD5.HashData(content))}  -\n", nodes)) + string.Concat(Enumerable.Range(0, nodes).Select(cpu => $"/sys/block/vda/mq/{cpu}/cpu{cpu}\n")), run.Output);
        byte[] after = await File.ReadAllBytesAsync(to, TestContext.Current.CancellationToken);
        for (int i = 0; i < nodes; i++) Assert.Equal(content, after[(i * content.Length)..((i + 1) * content.Length)]);
    }

    private static ClusterConfiguration Guest(bool isPlain) => isPlain ? Machines.Plain : Machines.TwoNodes;

    // Answers one request, and says its first line.
    private static Task<string> AnswerAsync(TcpListener server, string text) => AnswerAsync(server, Encoding.ASCII.GetBytes(text));

    private static async Task<string> AnswerAsync(TcpListener server, byte[] content)
    {
        using TcpClient client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
        string first = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync(TestContext.Current.CancellationToken)))
        {
        }

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {content.Length}\r\n\r\n"), TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(content, TestContext.Current.CancellationToken);
        return first;
    }
}
