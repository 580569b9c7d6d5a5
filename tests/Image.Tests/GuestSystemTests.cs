using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Systems;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>A Debian that boots from its disk, by its own kernel, initramfs and systemd, on several nodes. Making it takes some minutes, once.</summary>
[Collection(Machines.Collection)]
public sealed class GuestSystemTests(Machines machines) : IDisposable
{
    private const string Failed = "systemctl is-system-running --wait; systemctl --failed --no-legend --plain";
    private readonly DirectoryInfo _place = Directory.CreateTempSubdirectory("pilevisor-systems-");

    private static ClusterConfiguration Debian { get; } = Machines.TwoNodes with { MemoryBytes = 768 * ByteSize.MiB, Root = new() { Distribution = GuestRoot.Debian }, Devices = new() { Network = new() }, Timeout = 2 * Machines.Limit };

    [Fact]
    [Trait("Length", "long")]
    public async Task Debian_boots_from_its_disk_with_no_failed_unit()
    {
        CommandRun run = await RunAsync(Debian, $"{Failed}; nproc; findmnt -no FSTYPE,OPTIONS /; echo $(($(stat -fc '%b * %S' /) >> 30)); basename $(readlink /proc/1/exe); ip -4 -br address show eth0");
        string[] lines = run.Output.Split('\n');
        Assert.Equal(["running", "2"], lines[..2]);
        Assert.StartsWith("ext4 rw,", lines[2], StringComparison.Ordinal);
        // The file system has grown to the disk's 4 GiB, some of which are its own.
        Assert.Equal(["3", "systemd"], lines[3..5]);
        Assert.Contains("10.0.2.15/24", lines[5], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task Ssh_gets_a_terminal_and_what_is_installed_stays()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration kept = Debian with { HasSsh = true, Root = Debian.Root! with { File = Path.Combine(_place.FullName, "root.img"), Bytes = 3 * ByteSize.GiB } };
        await using (Cluster cluster = await StartAsync(kept))
        {
            await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
            Assert.Equal("/dev/pts/0\n60 200\n", await SshAsync(cluster, "-tt", "stty rows 60 cols 200; tty; stty size"));
            Assert.StartsWith("Setting up figlet (", await SshAsync(cluster, "-T", "apt-get -q update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get -q -y install figlet 2>&1 | grep '^Setting up'"), StringComparison.Ordinal);
            await SshAsync(cluster, "-T", "sync; systemctl poweroff");
            Assert.Equal(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(cancellation)).Reason);
        }

        CommandRun again = await RunAsync(kept with { HasSsh = false, Root = new() { File = kept.Root!.File } }, $"{Failed}; figlet -w 80 kept | wc -l; echo $(($(stat -fc '%b * %S' /) >> 30))");
        Assert.Equal("running\n6\n2\n", again.Output);
    }

    public void Dispose() => _place.Delete(recursive: true);

    private async Task<Cluster> StartAsync(ClusterConfiguration configuration)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        return await machines.Launcher.StartAsync(await machines.Systems.PrepareAsync(configuration, cancellation), new OutputCollector(), cancellation);
    }

    private async Task<CommandRun> RunAsync(ClusterConfiguration configuration, string command) =>
        await machines.SucceedAsync(await machines.Systems.PrepareAsync(configuration, TestContext.Current.CancellationToken), command);

    private static async Task<string> SshAsync(Cluster cluster, string terminal, string command)
    {
        HostCommandResult result = await new HostCommand("ssh", terminal, "-F", cluster.SshConfiguration!, "guest", command).RunCheckedAsync(TestContext.Current.CancellationToken);
        return string.Concat(result.Output.Select(line => line.TrimEnd('\r') + "\n"));
    }
}
