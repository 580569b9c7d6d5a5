using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Running;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>How a cluster ends when the user, or somebody else, wants it to.</summary>
[Collection(Machines.Collection)]
public sealed class TerminalTests(Machines machines) : IDisposable
{
    private const string ControlC = "\x03";
    private const string Quit = "\x01x";
    private const string Cooked = "\nisig icanon ";

    // QEMU's options have the names of sockets in them, where a comma is more than a comma.
    private readonly string _place = Directory.CreateTempSubdirectory("pilevisor,=terminal ").FullName;

    private string Up => $"export TMPDIR='{_place}'; cd '{machines.Layout.Root}'; ./pilevisor up --nodes 1; echo \"status $?\"; stty -a";

    [Fact]
    public async Task Control_C_ends_a_boot_and_leaves_nothing()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await machines.Builder.BuildAsync(VariantCatalog.Default, cancellation);
        using TerminalRun run = await TerminalRun.StartAsync($"trap : INT; {Up}");
        await run.SeeAsync("booting", cancellation);
        await run.TypeAsync(ControlC);
        await run.SeeAsync("status 130", cancellation);
        await run.SeeAsync(Cooked, cancellation);
        await run.EndAsync(cancellation);
        // Building the command line, if that was due, leaves directories of its own.
        Assert.Empty(Directory.GetDirectories(_place, "pilevisor-*"));
        Assert.DoesNotContain(Directory.GetDirectories("/proc").Where(process => File.Exists($"{process}/cmdline")), process => CommandLine(process).Contains(Path.GetFileName(_place), StringComparison.Ordinal));
    }

    [Fact]
    public async Task On_the_guests_console_Control_C_is_the_guests_and_Control_A_x_quits()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using TerminalRun run = await TerminalRun.StartAsync(Up);
        await run.SeeAsync("Ctrl-A x quits", cancellation);
        await run.SeeAsync("# ", cancellation);
        // The job itself says that it runs: what the shell prints before it starts one says nothing about who is in the foreground.
        await run.TypeAsync("sh -c 'echo before; exec sleep 1000'\n");
        await run.SeeAsync("\nbefore", cancellation);
        await run.TypeAsync(ControlC);
        await run.SeeAsync("# ", cancellation);
        await run.TypeAsync("echo $((6 * 7))\n");
        await run.SeeAsync("\n42", cancellation);
        await run.TypeAsync(Quit);
        await run.SeeAsync("status 0", cancellation);
        await run.SeeAsync(Cooked, cancellation);
        await run.EndAsync(cancellation);
    }

    [Theory]
    [InlineData(HostSignals.Kill)]
    [InlineData(HostSignals.Terminate)]
    public async Task A_killed_machine_is_named_and_ends_the_others(int signal)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await using Cluster cluster = await machines.Launcher.StartAsync(Machines.TwoNodes, new SilentObserver(), cancellation);
        HostSignals.Send(cluster.Nodes[1].Process!.Id, signal);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.Equal(ClusterEndReason.MachineFailed, end.Reason);
        Assert.StartsWith($"node 1's QEMU (process {cluster.Nodes[1].Process!.Id}) was ", end.Message, StringComparison.Ordinal);
        Assert.Contains("signal", end.Message, StringComparison.Ordinal);
        Assert.All(cluster.Nodes, node => Assert.True(node.Process!.Ended.IsCompleted));
    }

    public void Dispose() => Directory.Delete(_place, recursive: true);

    private static string CommandLine(string process)
    {
        try
        {
            return File.ReadAllText($"{process}/cmdline");
        }
        catch (IOException)
        {
            // It has ended meanwhile.
            return string.Empty;
        }
    }
}
