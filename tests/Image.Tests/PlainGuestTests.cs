using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The guest and the host's side without a hypervisor in between: what fails here is not the hypervisor's fault.</summary>
[Collection(Machines.Collection)]
public class PlainGuestTests(Machines machines)
{
    [Fact]
    public async Task A_commands_output_and_status_come_back_byte_for_byte()
    {
        CommandRun run = await machines.RunAsync(Machines.Plain, @"nproc; printf 'a\r\nb\tc'; printf '\036end 3\n' >&2; exit 7");
        Assert.Equal(7, run.Status);
        Assert.Equal("2\na\r\nb\tc\u001eend 3\n", run.Output);
    }

    [Fact]
    public async Task The_console_is_a_shell_and_its_end_is_the_machines()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.Plain, new SilentObserver(), cancellation);
        await cluster.Console.WaitForAsync("# ", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync("echo $((6 * 7))\n", cancellation);
        await cluster.Console.WaitForAsync("\n42\r\n", Machines.Limit, cancellation);
        await cluster.WriteConsoleAsync("exit\n", cancellation);
        Assert.Equal(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(cancellation)).Reason);
    }

    // Which program a name stands for is decided by PATH, for a shell and for a program that runs others, and a script has the shell that it asks for.
    [Fact]
    public async Task Debians_programs_come_before_busyboxs()
    {
        CommandRun run = await machines.RunAsync(Machines.Plain with { Packages = ["xz-utils"] }, "xz --version | head -1; timeout 60 xz --version | head -1; seq 100000 >a; xz -k a; xzcmp a a.xz && echo same; command -v ls; command -v xz; id -un");
        Assert.Matches("^xz \\(XZ Utils\\) [0-9.]+\nxz \\(XZ Utils\\) [0-9.]+\nsame\n/bin/ls\n/usr/bin/xz\nroot\n$", run.Output);
    }

    // As these kernels write them.
    [Fact]
    public async Task What_a_kernel_complains_of_is_seen()
    {
        string[] complaints =
        [
            "rcu: INFO: rcu_preempt detected stalls on CPUs/tasks:",
            "watchdog: BUG: soft lockup - CPU#1 stuck for 26s! [a:1]",
            "INFO: task a:1 blocked for more than 120 seconds.",
            "clocksource: timekeeping watchdog on CPU1: Marking clocksource 'arch_sys_counter' as unstable because the skew is too large:",
            "WARNING: CPU: 0 PID: 1 at kernel/sched/core.c:1",
        ];
        string each = string.Join("; ", complaints.Select(complaint => $"dmesg -c >/dev/null; echo \"{complaint}\" >/dev/kmsg; {KernelLog.Check}; echo $?"));
        CommandRun run = await machines.RunAsync(Machines.Plain, $"{KernelLog.Check}; echo $?; {each}; dmesg -c >/dev/null; echo \"WARNING: at kernel/sched/core.c:1 sched_tick_remote+0x1/0x2\" >/dev/kmsg; {KernelLog.Check}; echo $?");
        string[] lines = run.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["0", .. complaints.SelectMany(complaint => new[] { complaint, "1" }), "0"], lines.Select(line => line.StartsWith('[') ? line[(line.IndexOf(']', StringComparison.Ordinal) + 2)..] : line));
    }

    [Fact]
    public async Task A_package_that_does_not_exist_is_refused_with_one_that_does()
    {
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => machines.RunAsync(Machines.Plain with { Packages = ["xz-utils", "pigzz"] }, "true"));
        Assert.Equal(ExitStatus.BadInput, e.Status);
        Assert.StartsWith("Debian bookworm has no package pigzz (is it pigz?)", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_guest_that_takes_too_long_is_stopped_with_a_message_that_says_how_far_it_got()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.Plain with { Command = "echo one; sleep 1000", Timeout = TimeSpan.FromSeconds(15) };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        LaunchException e = await Assert.ThrowsAsync<LaunchException>(() => cluster.WaitForEndAsync(cancellation));
        Assert.Equal(ExitStatus.TimedOut, e.Status);
        Assert.Contains("user space was up after", e.Message, StringComparison.Ordinal);
        Assert.Contains("one", e.Message, StringComparison.Ordinal);
        Assert.True(cluster.Ended.IsCompleted);
    }

    [Fact]
    public async Task A_guest_that_dies_is_not_taken_for_one_that_finished()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.Plain with { Command = "echo c >/proc/sysrq-trigger; sleep 1000" }, new SilentObserver(), cancellation);
        await cluster.WaitForEndAsync(cancellation);
        Assert.Null(cluster.CommandStatus);
        Assert.Contains("Kernel panic", cluster.Console.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Nothing_of_a_run_is_left_behind()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        string pattern = $"pilevisor-{Environment.ProcessId}-*";
        int process;
        await using (Cluster cluster = await machines.Launcher.StartAsync(Machines.Plain, new SilentObserver(), cancellation))
        {
            await cluster.Ready.WaitAsync(Machines.Limit, cancellation);
            process = cluster.Nodes[0].Process!.Id;
            Assert.Single(Directory.GetDirectories(Path.GetTempPath(), pattern));
            Assert.Contains("qemu-system", await File.ReadAllTextAsync($"/proc/{process}/cmdline", Encoding.ASCII, cancellation), StringComparison.Ordinal);
        }

        Assert.Empty(Directory.GetDirectories(Path.GetTempPath(), pattern));
        Assert.False(Directory.Exists($"/proc/{process}"), $"QEMU, process {process}, still runs");
    }

    [Fact]
    public async Task Every_guest_program_is_right_where_there_is_no_hypervisor()
    {
        const string Commands = "cpu 5000000 && counter 20000 && pingpong 1000 && falsesharing 100000 && stream 32 2 && remotefault 100 && litmus 1000 all dmb && calls 1000 && ipistorm 200 && pipes 20 && hotplug 3 && await-cpus 2 && ticker 1 && timechain 1 && intruder"
            + " && montecarlo 1000000 && matmul 64 && sieve 1000000 && raytrace 64 && contend atomic 84000 && contend mutex 84000 && contend page 84000 && stopwatch true";
        const string Devices = " && diskspeed /dev/vda 1 20 && ip link set lo up && { netspeed serve 7 & netspeed 127.0.0.1 7 1 20; } && wait";
        DirectoryInfo place = Directory.CreateTempSubdirectory("pilevisor-programs-");
        string disk = Path.Combine(place.FullName, "disk");
        await File.WriteAllBytesAsync(disk, new byte[1 << 20], TestContext.Current.CancellationToken);
        CommandRun run = await machines.SucceedAsync(Machines.Plain with { Devices = new() { Disks = [new GuestDisk(disk)] } }, Commands + Devices);
        place.Delete(recursive: true);
        // Debian's programs take longer: LoadTests has them.
        foreach (string program in machines.Programs.Names.Except(machines.Programs.Loads)) Assert.Contains($"{program}: ", run.Output, StringComparison.Ordinal);
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
    }

    [Fact]
    public async Task A_flat_guest_boots_and_its_intrusions_are_refused()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        ClusterConfiguration configuration = Machines.Plain with { Kernel = await machines.FlatGuests.GetAsync("intruder", cancellation) };
        await using Cluster cluster = await machines.Launcher.StartAsync(configuration, new SilentObserver(), cancellation);
        Assert.Equal(ClusterEndReason.PoweredOff, (await cluster.WaitForEndAsync(cancellation)).Reason);
        Assert.EndsWith("6 of 6 attempts refused\n", cluster.Console.Text, StringComparison.Ordinal);
    }
}
