using System;
using System.IO;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Launch;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Systems;
using Xunit;

namespace Pilevisor.Image.Tests;

/// <summary>Boots machines for a test; one test at a time, since the host has few cores.</summary>
public sealed class Machines
{
    public const string Collection = "machines, one test at a time";

    /// <summary>How long a guest may take, where a test does not say: it takes seconds where nothing else runs.</summary>
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(300);

    public Machines()
    {
        IActivities activities = new SilentActivities();
        Layout = RepositoryLayout.Find();
        GuestCache cache = new(Layout);
        DebianArchive archive = new(Layout, DebianSelection.Guests, activities);
        Kernels = new GuestKernels(archive, cache);
        Debian = new DebianRoot(Layout, archive, cache, Kernels);
        Catalog = new VariantCatalog(Layout);
        Programs = new GuestPrograms(Layout, cache, activities);
        FlatGuests = new FlatGuests(Layout, cache);
        Builder = new ImageBuilder(Layout, Catalog, activities);
        Guests = new GuestFiles(Catalog, Kernels, new KernelModules(Kernels, archive, cache), new Initramfs(Layout, new Busybox(archive, cache), Programs, new GuestPackages(archive, cache, activities)), Programs, new KernelSources(Kernels, archive, cache, activities));
        Boards = new BoardFileFinder(new QemuPrograms(Layout, cache, activities), new BoardTrees(archive, cache));
        Launcher = new ClusterLauncher(new ConfigurationCheck(Catalog, Programs), Builder, Guests, Boards, new DriftingClock(Layout));
        Systems = new GuestSystems(new DebianSystem(Layout, archive, cache, Launcher, activities), activities);
    }

    public RepositoryLayout Layout { get; }

    public GuestKernels Kernels { get; }

    public DebianRoot Debian { get; }

    public VariantCatalog Catalog { get; }

    public GuestFiles Guests { get; }

    public BoardFileFinder Boards { get; }

    public GuestPrograms Programs { get; }

    public FlatGuests FlatGuests { get; }

    public ImageBuilder Builder { get; }

    public ClusterLauncher Launcher { get; }

    public GuestSystems Systems { get; }

    /// <summary>The guest without a hypervisor: shows that the guest and the host's side work.</summary>
    public static ClusterConfiguration Plain { get; } = new() { Plain = true, Nodes = 1, CpusPerNode = 2, Timeout = Limit };

    /// <summary>The cluster that a new user gets.</summary>
    public static ClusterConfiguration TwoNodes { get; } = new() { Timeout = Limit };

    /// <summary>Runs a command in a guest.</summary>
    public async Task<CommandRun> RunAsync(ClusterConfiguration configuration, string command)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        OutputCollector collector = new();
        await using Cluster cluster = await Launcher.StartAsync(configuration with { Command = command }, collector, cancellation);
        ClusterEnd end = await cluster.WaitForEndAsync(cancellation);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"the cluster ended as {end.Reason}: {end.Message}\n{cluster.Progress()}");
        Assert.True(cluster.CommandStatus is not null, $"the guest ended before its command did\n{cluster.Progress()}");
        return new CommandRun(cluster.CommandStatus.Value, collector.Text, cluster);
    }

    /// <summary>Runs a flat guest in C (samples/guests/flat) that must find everything as it should be.</summary>
    public async Task RunFlatAsync(string name, ClusterConfiguration configuration)
    {
        await using Cluster cluster = await StartFlatAsync(name, configuration);
        ClusterEnd end = await cluster.WaitForEndAsync(TestContext.Current.CancellationToken);
        Assert.True(end.Reason == ClusterEndReason.PoweredOff, $"{name} ended as {end.Reason}: {end.Message}\n{cluster.Progress()}");
        Assert.Matches($"^{name}: [1-9][0-9]* checks, 0 wrong\\s*$", cluster.Console.Text);
    }

    /// <summary>Runs a flat guest whose hypervisors' instructions are logged, and says how many ways of each kind there were: of which node, and how long the one in the middle is.</summary>
    public async Task<int[]> CountAsync(string name, ClusterConfiguration configuration, params (int Node, PathKind Kind)[] ways)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        VariantImage image = await Builder.BuildAsync(configuration.Variant, cancellation);
        InstructionPaths paths = new(await ImageSymbols.ReadAsync(image.Elf, cancellation));
        return await new LoggedGuest(Launcher, FlatGuests).RunAsync(name, configuration, cluster => ways.Select(way =>
        {
            int[] lengths = [.. paths.Of(File.ReadLines(cluster.Nodes[way.Node].InstructionLog!.File), way.Kind).Select(path => path.Length).Order()];
            Assert.InRange(lengths.Length, 100, 150);
            return lengths[lengths.Length / 2];
        }).ToArray(), cancellation);
    }

    /// <summary>Starts a flat guest.</summary>
    public async Task<Cluster> StartFlatAsync(string name, ClusterConfiguration configuration)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        return await Launcher.StartAsync(configuration with { Kernel = await FlatGuests.GetAsync(name, cancellation) }, new SilentObserver(), cancellation);
    }

    /// <summary>Runs a command in a guest that must succeed.</summary>
    public async Task<CommandRun> SucceedAsync(ClusterConfiguration configuration, string command)
    {
        CommandRun run = await RunAsync(configuration, command);
        Assert.True(run.Status == 0, $"`{command}` ended with status {run.Status}; it wrote:\n{run.Output}");
        return run;
    }
}
