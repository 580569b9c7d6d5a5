using System;
using System.CommandLine;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Pilevisor.Cli.Presentation;
using Pilevisor.Kernel;
using Pilevisor.Launch;
using Pilevisor.Launch.Control;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Systems;
using Pilevisor.Launch.Traces;
using Pilevisor.Switch;

namespace Pilevisor.Cli.Commands;

/// <summary>up: boots a cluster and hands over its console, or runs one command in it.</summary>
internal sealed class UpCommand : Command
{
    private static readonly ClusterConfiguration _defaults = new();
    private static readonly TimeSpan _commandTimeout = TimeSpan.FromSeconds(300);
    private readonly Option<int?> _nodes = new("--nodes") { Description = $"Machines of the cluster [default: {_defaults.Nodes}, or as many as the board can]", HelpName = "N" };
    private readonly Option<int?> _mostNodes = new("--most-nodes") { Description = "Room for so many machines: more may join while the guest runs [default: --nodes]", HelpName = "N" };
    private readonly Option<string?> _name = new("--name") { Description = "What this run is called, for `nodes`, `add` and `remove` from another terminal", HelpName = "NAME" };
    private readonly Option<TimedNode[]> _add = TimedNodeOption.Create("--add", "Start this node's machine so long after the guest is up, as in 2@5s; may be given again");
    private readonly Option<TimedNode[]> _remove = TimedNodeOption.Create("--remove", "Have this node, which was added, leave so long after the guest is up, as in 2@20s; may be given again");
    private readonly Option<int?> _cpus = new("--cpus") { Description = "CPUs of each node [default: as few as the board has]", HelpName = "C" };
    private readonly Option<long?> _memory = SizeOption.Create("--memory", "What each node gives to the guest [default: 512M]");
    private readonly Option<long?> _cache = SizeOption.Create("--cache", "Each node's room for other nodes' pages [default: a quarter of --memory]");
    private readonly Option<string?> _variant = new("--variant") { Description = $"The image that each node boots [default: {VariantCatalog.Default}, or the board's]", HelpName = "NAME" };
    private readonly Option<string?> _board = new("--board") { Description = $"What the machines are: {QemuBoard.Names} [default: what the variant is for]", HelpName = "NAME" };
    private readonly Option<int?> _mtu = new("--mtu") { Description = "What the nodes' network cards say they carry, in bytes [default: they do not say]", HelpName = "BYTES" };
    private readonly Option<SwitchOptions?> _link = LinkOption.Create("--link");
    private readonly Option<TimedNode[]> _pause = TimedNodeOption.CreateWithLength("--pause", "Stop this node's machine so long after the guest is up, and for so long, as in 1@10s+5s; may be given again");
    private readonly Option<TimedNode[]> _kill = TimedNodeOption.Create("--kill", "End this node's machine at once so long after the guest is up, as in 1@20s; may be given again");
    private readonly Option<NodeDrift[]> _drift = DriftOption.Create("--drift");
    private readonly Option<string?> _key = new("--key") { Description = "The nodes' key, for a variant with sealed frames [default: one drawn for the run]", HelpName = "FILE" };
    private readonly Option<string> _tlb = new("--tlb") { Description = "Carry TLB maintenance to every node: carry, local or auto (not for Linux)", HelpName = "MODE", DefaultValueFactory = _ => "auto" };
    private readonly Option<string?> _cpuModel = CpuModelOption.Create();
    private readonly Option<string?> _kernel = new("--kernel") { Description = "The guest's kernel, an arm64 Image [default: Debian's]", HelpName = "FILE" };
    private readonly Option<string?> _kernelSeries = new("--kernel-series") { Description = $"Which of Debian's kernels: {string.Join(", ", GuestKernels.Series)} [default: {GuestKernels.Default}, or {GuestKernels.DefaultWithShares} with --share]", HelpName = "NAME" };
    private readonly Option<string?> _initrd = new("--initrd") { Description = "The guest's initrd [default: ours, or none with --kernel]", HelpName = "FILE" };
    private readonly Option<string?> _append = new("--append") { Description = "Added to the guest's kernel command line", HelpName = "TEXT" };
    private readonly Option<string?> _guestPackages = new("--packages") { Description = "Debian's arm64 packages for the guest, with what they depend on: stress-ng,pigz,xz-utils", HelpName = "NAMES" };
    private readonly GuestDeviceOptions _devices = new();
    private readonly GuestRootOptions _root = new();
    private readonly Option<string?> _exec = new("--exec") { Description = "Run this in the guest's shell and end with its status", HelpName = "COMMAND" };
    private readonly Option<TimeSpan?> _timeout = SecondsOption.Create("--timeout", "Give up after so long [default: 300 with --exec, else never]");
    private readonly Option<string?> _log = new("--log") { Description = "Keep the hypervisor's log and all serial output here", HelpName = "DIR" };
    private readonly Option<string?> _record = new("--record") { Description = "Write the accesses to pages to a trace file, packed if it ends in .gz", HelpName = "FILE" };
    private readonly Option<string?> _capture = new("--capture") { Description = "Write all frames to a file for Wireshark, which `dissector` teaches to read them", HelpName = "FILE" };
    private readonly Option<bool> _json = new("--json") { Description = "End with one line of JSON about the run" };
    private readonly VariantCatalog _catalog;
    private readonly ClusterLauncher _launcher;
    private readonly PackageInstaller _packages;
    private readonly GuestSystems _systems;
    private readonly IActivities _activities;

    public UpCommand(VariantCatalog catalog, ClusterLauncher launcher, PackageInstaller packages, GuestSystems systems, IActivities activities)
        : base("up", "Boot one Linux across several machines and hand over its console (Ctrl-A x quits)")
    {
        (_catalog, _launcher, _packages, _systems, _activities) = (catalog, launcher, packages, systems, activities);
        _tlb.AcceptOnlyFromAmong("auto", "carry", "local");
        foreach (Option option in (Option[])[_name, _nodes, _mostNodes, _cpus, _memory, _cache, _variant, _board, _cpuModel, _mtu, _link, _key, _tlb, _kernel, _kernelSeries, _initrd, _append, _guestPackages, .. _devices.All, .. _root.All, _add, _remove, _pause, _kill, _drift, _exec, _timeout, _log, _record, _capture, _json]) Add(option);
        SetAction(RunAsync);
    }

    private async Task<int> RunAsync(ParseResult request, CancellationToken cancellation)
    {
        ClusterConfiguration configuration = Configuration(request);
        if (request.GetValue(_name) is { } wanted && ControlServer.Problem(wanted) is { } noName) throw new LaunchException(ExitStatus.BadInput, noName);
        await InstallAsync(configuration, cancellation);
        configuration = await _systems.PrepareAsync(configuration, cancellation);
        using ResultStream output = new(Console.OpenStandardOutput());
        using UpObserver observer = new(_activities, output, configuration);
        ClusterEnd end;
        await using Cluster cluster = await _launcher.StartAsync(configuration, observer, cancellation);
        if (cluster.SshConfiguration is { } ssh) _activities.Note($"once the guest is up: ssh -F {ssh} guest");
        await using (request.GetValue(_name) is { } name ? ControlServer.Start(cluster, name) : null)
        using (configuration.Command is null ? new ConsoleSession(cluster) : null)
        {
            end = await cluster.WaitForEndAsync(cancellation);
        }

        cancellation.ThrowIfCancellationRequested();

        observer.Finish();
        int status = Status(cluster, end);
        if (configuration.Command is not null && configuration.Nodes > 1 && cluster.PageWaits is { } waits) _activities.Note(waits.ToString());
        if (cluster.Recording is { } recording) status = Report(recording, status);
        if (cluster.CapturedFrames is { } captured) _activities.Note($"{captured} frames in {request.GetValue(_capture)}");
        foreach (string problem in cluster.LogProblems)
        {
            Console.Error.WriteLine($"pilevisor: {problem}");
            if (status == ExitStatus.Success) status = ExitStatus.InputOutput;
        }

        if (request.GetValue(_json)) Json.Print(UpReport.Of(cluster, end, status));
        return status;
    }

    // What is asked for is checked before anything is installed, except that QEMU is there.
    private async Task InstallAsync(ClusterConfiguration configuration, CancellationToken cancellation)
    {
        _launcher.Refuse(configuration);
        await _packages.EnsureAsync(HostPackages.For(configuration), cancellation);
    }

    private ClusterConfiguration Configuration(ParseResult request)
    {
        string? command = request.GetValue(_exec), kernel = request.GetValue(_kernel);
        GuestDevices devices = _devices.Read(request, _root.IsAskedFor(request));
        string variant = request.GetValue(_variant) ?? DefaultVariant(request.GetValue(_board));
        // Of a board that is not known, nothing is: the check says so.
        QemuBoard? board = QemuBoard.Find(request.GetValue(_board) ?? _catalog.Board(variant));
        return _defaults with
        {
            Board = request.GetValue(_board),
            Nodes = request.GetValue(_nodes) ?? int.Min(_defaults.Nodes, board?.MostNodes ?? _defaults.Nodes),
            MostNodes = request.GetValue(_mostNodes),
            Additions = [.. (request.GetValue(_add) ?? []).Select(timed => new NodeAddition(timed.Node, timed.After))],
            Departures = [.. (request.GetValue(_remove) ?? []).Select(timed => new NodeDeparture(timed.Node, timed.After))],
            CpusPerNode = request.GetValue(_cpus) ?? board?.FewestCpus ?? _defaults.CpusPerNode,
            MemoryBytes = request.GetValue(_memory) ?? _defaults.MemoryBytes,
            CacheBytes = request.GetValue(_cache),
            Variant = variant,
            Mtu = request.GetValue(_mtu),
            Network = request.GetValue(_link) ?? _defaults.Network,
            Pauses = [.. (request.GetValue(_pause) ?? []).Select(timed => new NodePause(timed.Node, timed.After, timed.Length))],
            Kills = [.. (request.GetValue(_kill) ?? []).Select(timed => new NodeKill(timed.Node, timed.After))],
            Drifts = request.GetValue(_drift) ?? [],
            KeyFile = request.GetValue(_key),
            Tlb = Enum.Parse<TlbOption>(request.GetValue(_tlb)!, ignoreCase: true),
            CpuModel = request.GetValue(_cpuModel),
            Kernel = kernel,
            Initrd = request.GetValue(_initrd),
            KernelSeries = request.GetValue(_kernelSeries) ?? (devices.Shares.Count > 0 && kernel is null ? GuestKernels.DefaultWithShares : GuestKernels.Default),
            Append = request.GetValue(_append) ?? string.Empty,
            Packages = (request.GetValue(_guestPackages) ?? string.Empty).Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries),
            Devices = devices,
            Root = _root.Read(request),
            HasSsh = _root.HasSsh(request),
            Command = command,
            Terminal = TerminalWindow.Size,
            Timeout = request.GetValue(_timeout) ?? (command is null ? null : _commandTimeout),
            LogDirectory = request.GetValue(_log),
            RecordFile = request.GetValue(_record),
            CaptureFile = request.GetValue(_capture),
        };
    }

    private string DefaultVariant(string? board)
    {
        if (board is null || QemuBoard.Find(board) is null) return VariantCatalog.Default;
        return _catalog.DefaultFor(board) ?? throw new LaunchException(ExitStatus.BadInput, $"no variant in samples/ is for the board {board}: name one by --variant whose project says <Board>{board}</Board>");
    }

    // Who asked for a trace and gets none must not take the run for a success.
    private int Report(Recording recording, int status)
    {
        if (recording.Problem is { } problem)
        {
            Console.Error.WriteLine($"pilevisor: no trace was written to {recording.File}: {problem}");
            return status == ExitStatus.Success ? ExitStatus.Unavailable : status;
        }

        if (recording.Lost == 0) _activities.Note($"{recording.Records} records in {recording.File}, none lost");
        else Console.Error.WriteLine($"pilevisor: {recording.Lost} records were lost, more came at once than the way to the host holds; {recording.File} has the other {recording.Records}, and says so");
        return status;
    }

    private static int Status(Cluster cluster, ClusterEnd end)
    {
        if (end.Reason is ClusterEndReason.Panicked or ClusterEndReason.MachineFailed or ClusterEndReason.NodeLost)
        {
            Console.Error.WriteLine($"pilevisor: {end.Message}");
            return ExitStatus.Panic;
        }

        if (end.Reason == ClusterEndReason.HostFailed)
        {
            Console.Error.WriteLine($"pilevisor: {end.Message}");
            return ExitStatus.InputOutput;
        }

        if (end.Reason == ClusterEndReason.Stopped) return ExitStatus.Success;
        if (cluster.Configuration.Command is null) return ExitStatus.Success;
        if (cluster.CommandStatus is { } status) return status;
        Console.Error.WriteLine($"pilevisor: the guest ended before its command did\n{cluster.Progress()}");
        return ExitStatus.GuestDied;
    }
}
