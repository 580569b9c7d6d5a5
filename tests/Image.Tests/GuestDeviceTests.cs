using System;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Disks, network and directories of the host without a hypervisor in between: what fails here is our guest's or the host's fault.</summary>
[Collection(Machines.Collection)]
public sealed class GuestDeviceTests(Machines machines) : IDisposable
{
    private const int DiskBytes = 1 << 20;
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("pilevisor-devices-");

    [Fact]
    public async Task A_guest_reads_and_writes_disks_and_talks_to_its_host()
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
        CommandRun run = await machines.SucceedAsync(Machines.Plain with { Devices = devices }, command);
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

    [Theory]
    [InlineData("6.1-generic")]
    [InlineData("6.12-generic")]
    [Trait("Length", "long")]
    public async Task A_guest_shares_directories_of_its_host_and_is_reached_by_a_forwarded_port(string series)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        DirectoryInfo shared = _place.CreateSubdirectory("shared"), read = _place.CreateSubdirectory("read");
        await File.WriteAllTextAsync(Path.Combine(shared.FullName, "from-host"), "hello guest\n", cancellation);
        int port = FreePort();
        GuestDevices devices = new() { Network = new GuestNetwork { Forwards = [new PortForward(false, port, 22)] }, Shares = [new GuestShare(shared.FullName), new GuestShare(read.FullName, "other", IsReadOnly: true)] };
        const string Command = "cat /share/shared/from-host; echo hello host >/share/shared/from-guest; touch /share/other/x 2>/dev/null || echo refused; udhcpc -q -n >/dev/null 2>&1; nc -l -p 22 </dev/null & until cat /proc/net/tcp* | grep -q ':0016 .* 0A '; do usleep 10000; done; echo listens; wait";
        OutputCollector collector = new();
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.Plain with { KernelSeries = series, Devices = devices, Command = Command }, collector, cancellation);
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

    private static int FreePort()
    {
        using TcpListener any = new(IPAddress.Loopback, 0);
        any.Start();
        return ((IPEndPoint)any.LocalEndpoint).Port;
    }

    // Answers one request, and says its first line.
    private static async Task<string> AnswerAsync(TcpListener server, string text)
    {
        using TcpClient client = await server.AcceptTcpClientAsync(TestContext.Current.CancellationToken);
        using StreamReader reader = new(client.GetStream(), Encoding.ASCII);
        string first = await reader.ReadLineAsync(TestContext.Current.CancellationToken) ?? "";
        while (!string.IsNullOrEmpty(await reader.ReadLineAsync(TestContext.Current.CancellationToken)))
        {
        }

        await client.GetStream().WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.0 200 OK\r\nContent-Length: {text.Length}\r\n\r\n{text}"), TestContext.Current.CancellationToken);
        return first;
    }
}
