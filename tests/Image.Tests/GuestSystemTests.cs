using System;
using System.Globalization;
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
    public async Task A_command_that_Linux_would_cut_off_is_refused()
    {
        LaunchException refusal = await Assert.ThrowsAsync<LaunchException>(() => machines.Launcher.StartAsync(Machines.TwoNodes with { Command = "true", Append = new string('x', 2048) }, new OutputCollector(), TestContext.Current.CancellationToken));
        Assert.Equal(ExitStatus.BadInput, refusal.Status);
        Assert.EndsWith(" 2047 are the most, and Linux would cut off the rest: shorten --append", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    [Trait("Length", "long")]
    public async Task Debian_boots_from_its_disk_with_no_failed_unit(bool isPlain)
    {
        CommandRun run = await RunAsync(Debian with { Plain = isPlain }, $"{Failed}; nproc; findmnt -rno FSTYPE,OPTIONS /; echo $(($(stat -fc '%b * %S' /) >> 30)); basename $(readlink /proc/1/exe); ip -4 -br address show eth0");
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

    [Fact]
    [Trait("Length", "long")]
    public async Task Debian_uses_a_node_that_joins()
    {
        ClusterConfiguration growing = Debian with { Nodes = 1, MostNodes = 2, Additions = [new NodeAddition(1, TimeSpan.FromSeconds(1))] };
        CommandRun run = await RunAsync(growing, $"nproc; i=0; until [ $(nproc) = 2 ] || [ $i = 120 ]; do i=$((i + 1)); sleep 1; done; nproc; taskset 2 sh -c 'echo ran'; {Failed}; [ $(free -m | sed -n 's/^Mem: *\\([0-9]*\\).*/\\1/p') -gt 900 ] && echo more");
        Assert.Equal("1\n2\nran\nrunning\nmore\n", run.Output);
    }

    // pgbench moves sums between rows from several connections: whatever is lost or done twice, the sums tell.
    [Fact]
    [Trait("Length", "long")]
    public async Task Debian_serves_databases_from_the_cpus_of_all_nodes()
    {
        const string Transactions = "pgbench -n -c 4 -j 4 -t 50 bench 2>/dev/null | grep -c \"actually processed: 200/200\"";
        const string Sums = "select count(*), sum(abalance) = (select sum(delta) from pgbench_history), sum(abalance) = (select sum(bbalance) from pgbench_branches), sum(abalance) = (select sum(tbalance) from pgbench_tellers) from pgbench_accounts";
        string command = $"{Install("postgresql redis-server redis-tools")} && cd /tmp && su postgres -c 'createdb bench && pgbench -qi bench >/dev/null 2>&1 && {Transactions}; psql -Atc \"{Sums}\" bench' && "
            + "redis-benchmark -q -n 2000 -c 8 -P 4 -t incr >/dev/null && redis-cli --raw get counter:__rand_int__; taskset 2 redis-cli --raw set key value; taskset 1 redis-cli --raw get key";
        CommandRun run = await RunAsync(Debian, command);
        Assert.Equal("1\n100000|t|t|t\n2000\nOK\nvalue\n", run.Output);
    }

    [Fact]
    [Trait("Length", "long")]
    public async Task Iperf3_reaches_its_host_from_a_cpu_of_every_node()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        int port = PortForward.FreeHostPort();
        using CancellationTokenSource over = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        Task<HostCommandResult> server = new HostCommand("iperf3", "-s", "-B", "127.0.0.1", "-p", $"{port}", "--forceflush").RunAsync(over.Token);
        // How many bytes have arrived, by its own report.
        string measure = $"iperf3 -c 10.0.2.2 -p {port} -n 2M -J | grep -A9 sum_received | grep bytes | tr -dc 0-9; echo";
        try
        {
            CommandRun run = await RunAsync(Debian, $"{Install("iperf3")}; for cpu in 1 2; do taskset $cpu {measure}; taskset $cpu {measure.Replace("-n", "-R -n", StringComparison.Ordinal)}; done");
            string[] received = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
            Assert.Equal(4, received.Length);
            Assert.All(received, bytes => Assert.InRange(long.Parse(bytes, CultureInfo.InvariantCulture), 1L << 20, 4L << 20));
        }
        finally
        {
            await over.CancelAsync();
        }

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => server);
    }

    public void Dispose() => _place.Delete(recursive: true);

    private static string Install(string packages) => $"apt-get -q update >/dev/null && DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends {packages} >/dev/null 2>&1";

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
