using System;
using System.IO;
using System.Linq;
using System.Text;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Cards;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>The boards that QEMU has beside its virt machine.</summary>
[Collection(Machines.Collection)]
public class BoardTests(Machines machines)
{
    private const string Serial = "serial.sock";
    private const string Programs = "nproc && counter 500 && litmus 4 && calls 20 && hotplug 1";

    // On one machine QEMU 7.2 reorders LDAR after STLR (docs/results.md).
    private const string ProgramsOfOne = "nproc && counter 500 && litmus 4 all dmb && calls 20 && hotplug 1";

    // Of eight CPUs on two of the host's, all of which tick and contend, for less than a minute.
    private const string ProgramsOfMany = "nproc && counter 100 && litmus 4 && calls 2 && ipistorm 2";

    [Theory]
    [InlineData("VersalCluster", 2, Programs)]
    [InlineData("Zcu102Cluster", 4, ProgramsOfMany)]
    public async Task Threads_on_two_boards_share_memory_in_order(string variant, int cpus, string programs)
    {
        ClusterConfiguration configuration = Machines.TwoNodes with { Variant = variant, CpusPerNode = cpus, Timeout = 2 * Machines.Limit };
        CommandRun run = await machines.SucceedAsync(configuration, $"{programs} && pingpong 50 && remotefault 50");
        TestContext.Current.TestOutputHelper?.WriteLine(run.Output);
        Assert.StartsWith($"{2 * cpus}\n", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.All(run.Cluster.Counts.Values, counts => Assert.NotEqual(0ul, counts[Counter.Upgrades]));
        Assert.All(run.Cluster.Counts.Values, counts => Assert.Equal((0ul, 0ul), (counts[Counter.DamagedFrames], counts[Counter.UnsentFrames])));
    }

    [Fact]
    public async Task A_guest_has_a_Raspberry_Pi_alone()
    {
        CommandRun run = await machines.SucceedAsync(Machines.TwoNodes with { Variant = "RaspberryPi4Alone", Nodes = 1, CpusPerNode = 4 }, ProgramsOfOne);
        Assert.StartsWith("4\n", run.Output.TrimStart(), StringComparison.Ordinal);
        Assert.Contains("hotplug: CPU 3 off line and back 1 times", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_sdcard_writes_for_a_Raspberry_Pi_alone_boots_to_a_shell()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using RunDirectory directory = new();
        ClusterConfiguration alone = new() { Variant = "RaspberryPi4Alone", Nodes = 1 };
        SdCard card = new(machines.Catalog, machines.Builder, machines.Guests);
        Assert.Empty(card.Problems(alone));
        await card.WriteAsync(alone, directory.Path, cancellation);
        string partition = Path.Combine(directory.Path, SdCard.Leader);
        Assert.Equal(["cmdline.txt", "config.txt", SdCard.Payload, SdCard.Image], Directory.GetFiles(partition).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        QemuBoard board = QemuBoard.Find(SdCard.Board)!;
        await BootToShellAsync(directory, new()
        {
            Board = board,
            MemoryBytes = board.LeastMemoryBytes,
            Cpus = board.FewestCpus,
            CpuModel = board.OwnCpuModel!,
            Kernel = Path.Combine(partition, SdCard.Image),
            Initrd = Path.Combine(partition, SdCard.Payload),
            CommandLine = (await File.ReadAllTextAsync(Path.Combine(partition, "cmdline.txt"), cancellation)).Trim(),
            HasEl2 = true,
            SerialSocket = directory.File(Serial),
        });
    }

    // The guest's 512 MiB are more than either node has.
    [Fact]
    public async Task A_guest_boots_on_a_machine_whose_RAM_is_in_two_nodes_of_the_device_tree()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using RunDirectory directory = new();
        ClusterConfiguration alone = new() { Nodes = 1 };
        string payload = directory.File(SdCard.Payload);
        (await machines.Guests.PrepareAsync(alone, directory.File("initramfs.cpio"), "none", cancellation)).Write(payload, null);
        const int NodeBytes = 384 * (int)ByteSize.MiB;
        await BootToShellAsync(directory, new()
        {
            Board = QemuBoard.Find(QemuBoard.Default)! with { ExtraArguments = [.. Numa(0, NodeBytes), .. Numa(1, NodeBytes)] },
            MemoryBytes = 2L * NodeBytes,
            Cpus = 1,
            CpuModel = CpuModel.Default,
            Kernel = (await machines.Builder.BuildAsync(alone.Variant, cancellation)).Binary,
            Initrd = payload,
            CommandLine = $"pilevisor.nodes=1 pilevisor.memory={alone.MemoryBytes}",
            Nic = new QemuNic(directory.File("nic.sock"), directory.File("nobody.sock"), Node: 0),
            HasEl2 = true,
            SerialSocket = directory.File(Serial),
        });
    }

    private static string[] Numa(int node, int bytes) => ["-object", $"memory-backend-ram,id=node{node},size={bytes}", "-numa", $"node,nodeid={node},memdev=node{node}"];

    private async Task BootToShellAsync(RunDirectory directory, QemuMachine machine)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using SerialPort serial = new(directory.File(Serial));
        StringBuilder text = new();
        TaskCompletionSource<bool> isUp = new(TaskCreationOptions.RunContinuationsAsynchronously);
        BoardFiles files = await machines.Boards.GetAsync(machine.Board, cancellation);
        using QemuProcess process = await QemuProcess.StartAsync(files.Equip(machine), serial, bytes =>
        {
            text.Append(Encoding.ASCII.GetString(bytes.Span));
            if (text.ToString().Contains("/root # ", StringComparison.Ordinal)) isUp.TrySetResult(true);
            if (text.ToString().Contains("PANIC ", StringComparison.Ordinal)) isUp.TrySetResult(false);
        });
        await Task.WhenAny(isUp.Task, process.Ended, Task.Delay(Machines.Limit, cancellation));
        await process.KillAsync();
        Assert.True(isUp.Task.IsCompleted && await isUp.Task, text.ToString());
    }
}
