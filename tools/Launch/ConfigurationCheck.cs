using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Processes;
using Pilevisor.Launch.Systems;
using Pilevisor.Virtualization;

namespace Pilevisor.Launch;

/// <summary>Looks for what is wrong with a configuration before anything starts.</summary>
/// <param name="catalog">Knows the variants.</param>
/// <param name="programs">Knows the guest programs.</param>
public sealed class ConfigurationCheck(VariantCatalog catalog, GuestPrograms programs)
{
    /// <summary>The most nodes of a cluster.</summary>
    public const int MaximumNodes = NodeId.MaximumNodes;

    /// <summary>The most CPUs of a node.</summary>
    public const int MaximumCpusPerNode = CpuIndex.MaximumCpus;

    /// <summary>The most CPUs of a cluster's guest.</summary>
    public const int MaximumCpus = (int)VcpuTopology.MaximumVcpus;

    /// <summary>The most RAM of a node's machine, which begins at 1 GiB: what the hypervisor maps.</summary>
    public const long MaximumMachineBytes = (long)HypervisorTables.AddressSpaceBytes - ByteSize.GiB;

    /// <summary>The least a node gives to the guest.</summary>
    public const long MinimumMemoryBytes = 64 * ByteSize.MiB;

    /// <summary>The smallest cache of foreign pages.</summary>
    public const long MinimumCacheBytes = (long)BootOptions.MinimumCacheBytes;

    /// <summary>Guest memory comes in stage-2 blocks.</summary>
    public const long MemoryGranuleBytes = 2 * ByteSize.MiB;

    /// <summary>The most memory of a cluster's guest: what its physical addresses reach, and memory begins at 1 GiB.</summary>
    public const long MaximumClusterBytes = (long)GuestPhysicalAddress.End - ByteSize.GiB;

    /// <summary>How far behind the beginning of RAM an image may lie: well below 128 MiB, where QEMU puts the payload.</summary>
    public const long MaximumImageOffset = 64 * ByteSize.MiB;

    /// <summary>The smallest MTU that Ethernet allows (IEEE 802.3) and virtio accepts.</summary>
    public const int MinimumMtu = 68;

    /// <summary>The largest MTU that virtio's field holds.</summary>
    public const int MaximumMtu = ushort.MaxValue;

    /// <summary>The longest time-out: what timers of .NET can do.</summary>
    public static TimeSpan MaximumTimeout { get; } = TimeSpan.FromSeconds(4_000_000);

    private readonly BoardCheck _boards = new(catalog);

    /// <summary>What is wrong, each with what would be right; empty if nothing is.</summary>
    public IReadOnlyList<string> Problems(ClusterConfiguration configuration) =>
        [.. MachineProblems(configuration), .. DisturbanceProblems(configuration), .. _boards.Problems(configuration), .. CpuProblems(configuration), .. MemoryProblems(configuration), .. GuestProblems(configuration), .. RootCheck.Problems(configuration), .. DeviceCheck.Problems(configuration, _boards.Board(configuration)), .. OutputProblems(configuration), .. PlaceProblems()];

    /// <summary>The board of a configuration without problems.</summary>
    public QemuBoard Board(ClusterConfiguration configuration) => _boards.Board(configuration)!;

    /// <summary>What this host lacks to start machines at all; null if nothing.</summary>
    public static string? HostProblem() =>
        ProgramPath.Exists(QemuPrograms.OfHost) ? null : $"{QemuPrograms.OfHost} is not installed: `apt-get install qemu-system-arm`, or see `./pilevisor doctor`";

    private IEnumerable<string> MachineProblems(ClusterConfiguration configuration)
    {
        if (!configuration.Plain && catalog.ClusterProblem(configuration.Variant) is { } wrong) yield return wrong;
        if (configuration.Nodes is < 1 or > MaximumNodes) yield return $"a cluster has 1 to {MaximumNodes} nodes, not {configuration.Nodes}";
        else if (configuration.EffectiveMostNodes < configuration.Nodes || configuration.EffectiveMostNodes > MaximumNodes) yield return $"a cluster that begins with {configuration.Nodes} nodes has room for {configuration.Nodes} to {MaximumNodes}, not {configuration.EffectiveMostNodes}";
        if (configuration.CpusPerNode is < 1 or > MaximumCpusPerNode) yield return $"a node has 1 to {MaximumCpusPerNode} CPUs, not {configuration.CpusPerNode}";
        else if (!configuration.Plain && configuration.EffectiveMostNodes is >= 1 and <= MaximumNodes && configuration.EffectiveMostNodes * configuration.CpusPerNode > MaximumCpus)
            yield return $"a guest has at most {MaximumCpus} CPUs, not {configuration.EffectiveMostNodes} times {configuration.CpusPerNode}: give each of {configuration.EffectiveMostNodes} nodes at most {MaximumCpus / configuration.EffectiveMostNodes}";
        if (configuration.CountsInstructions && configuration is not ({ Nodes: 1, CpusPerNode: 1 } or { LogsInstructions: true }))
            yield return $"instructions are counted on one machine of one CPU, not on {configuration.Nodes} of {configuration.CpusPerNode}";
        if (configuration.ImageOffset is < ImageHeader.MinimumOffset or > MaximumImageOffset) yield return $"an image is loaded {ImageHeader.MinimumOffset} to {MaximumImageOffset} bytes behind the beginning of RAM, not {configuration.ImageOffset}";
        if (configuration.ImageOffset is not null && (configuration.Plain || configuration.LogsInstructions)) yield return "an image is loaded elsewhere only in a cluster whose instructions are not logged";
        if (configuration.Mtu is < MinimumMtu or > MaximumMtu) yield return $"an MTU is {MinimumMtu} to {MaximumMtu} bytes, not {configuration.Mtu}";
        if (configuration.KeyFile is { } key)
        {
            if (configuration.Plain) yield return "--key is for frames between nodes: a plain machine sends none";
            else if (KeyFile.Problem(key) is { } noKey) yield return noKey;
        }
        if (configuration.Timeout <= TimeSpan.Zero) yield return "the time-out must be more than 0 seconds";
        if (configuration.Timeout > MaximumTimeout) yield return $"the time-out may be {MaximumTimeout.TotalSeconds:0} seconds at most; none at all without --exec and --timeout";
        if (configuration.StartOrder.Count > 0 && !configuration.StartOrder.Order().SequenceEqual(Enumerable.Range(0, configuration.Nodes)))
            yield return "the start order must name each node once";
        if (_boards.Board(configuration) is { } board)
        {
            foreach (string problem in AdditionProblems(configuration, board)) yield return problem;
        }
    }

    private static IEnumerable<string> DisturbanceProblems(ClusterConfiguration configuration)
    {
        if (!configuration.Network.IsFaithful && configuration.Plain) yield return "--link is for frames between nodes: a plain machine sends none";
        if ((configuration.Pauses.Count > 0 || configuration.Kills.Count > 0) && configuration.Plain) yield return "--pause and --kill are for the machines of a cluster";
        if (configuration.Drifts.Count > 0 && configuration.Plain) yield return "--drift is for the machines of a cluster";
        foreach (NodeDrift drift in configuration.Drifts)
        {
            if (drift.Node >= configuration.EffectiveMostNodes) yield return $"node {drift.Node}'s clock cannot drift: there are {configuration.EffectiveMostNodes} nodes at most, from 0 on";
            if (int.Abs(drift.PartsPerMillion) > DriftingClock.MostPartsPerMillion) yield return $"node {drift.Node}'s clock cannot drift by {drift.PartsPerMillion} ppm: {DriftingClock.MostPartsPerMillion} are the most, either way";
            if (drift.Ahead < TimeSpan.Zero) yield return $"node {drift.Node}'s counter cannot begin {-drift.Ahead.TotalHours:0.######} h behind: a machine's counter begins at 0, so have the others begin ahead of it";
            if (drift.Ahead > DriftingClock.MostAhead) yield return $"node {drift.Node}'s counter cannot begin {drift.Ahead.TotalHours:0.######} h ahead: {DriftingClock.MostAhead.TotalHours:0} are the most";
            if (configuration.Drifts.Count(other => other.Node == drift.Node) > 1) yield return $"node {drift.Node}'s clock drifts one way only";
        }
        (int Node, TimeSpan After, string What)[] disturbances = [.. configuration.Pauses.Select(pause => (pause.Node, pause.After, "paused")), .. configuration.Kills.Select(kill => (kill.Node, kill.After, "killed"))];
        foreach ((int node, TimeSpan after, string what) in disturbances.Where(d => d.Node >= configuration.Nodes && !configuration.Additions.Any(a => a.Node == d.Node && a.After < d.After)))
            yield return $"node {node} cannot be {what} after {after.TotalSeconds:0.###} s: it is not there then";
    }

    /// <summary>What is wrong with the size of a machine that is to join; null if nothing is.</summary>
    public static string? AdditionProblem(ClusterConfiguration configuration, QemuBoard board, NodeAddition addition)
    {
        if (addition.Cpus is { } cpus && (cpus < board.FewestCpus || cpus > configuration.CpusPerNode)) return $"node {addition.Node} can have {board.FewestCpus} to {configuration.CpusPerNode} CPUs, as many as there is room for, not {cpus}";
        if (addition.MemoryBytes is not { } memory) return null;
        if (memory < MinimumMemoryBytes || memory > configuration.MemoryBytes)
            return $"node {addition.Node} can give {ByteSize.Format(MinimumMemoryBytes)} to {ByteSize.Format(configuration.MemoryBytes)} to the guest, as much as there is room for, not {ByteSize.Format(memory)}";
        return memory % MemoryGranuleBytes == 0 ? null : $"a node's memory is a multiple of {ByteSize.Format(MemoryGranuleBytes)}, which {ByteSize.Format(memory)} is not";
    }

    private static IEnumerable<string> AdditionProblems(ClusterConfiguration configuration, QemuBoard board)
    {
        bool grows = configuration.EffectiveMostNodes > configuration.Nodes;
        if (grows && configuration.Plain) yield return "--most-nodes is for a cluster: a plain machine has the CPUs and the memory that it booted with";
        int places = configuration.EffectiveMostNodes - configuration.Nodes;
        if (places > VirtioSlots.Slots && configuration.EffectiveMostNodes <= MaximumNodes) yield return $"at most {VirtioSlots.Slots} nodes can join a running guest, not {places}: begin with more, or keep room for fewer";
        if (grows && configuration.RecordFile is not null) yield return "--record is for a cluster whose nodes stay the same: leave out --most-nodes, or --record";
        foreach (NodeAddition addition in configuration.Additions.Where(a => a.Node < configuration.Nodes || a.Node >= configuration.EffectiveMostNodes))
            yield return $"node {addition.Node} cannot be added: {(grows ? $"{configuration.Nodes} to {configuration.EffectiveMostNodes - 1} can" : "there is no room, which --most-nodes keeps")}";
        foreach (NodeAddition addition in configuration.Additions)
        {
            if (AdditionProblem(configuration, board, addition) is { } problem) yield return problem;
        }

        foreach (NodeDeparture departure in configuration.Departures.Where(d => !configuration.Additions.Any(a => a.Node == d.Node && a.After < d.After)))
            yield return $"node {departure.Node} cannot be removed after {departure.After.TotalSeconds:0.###} s: only a node can that was added before, with --add";
        foreach (IGrouping<int, NodeAddition> twice in configuration.Additions.GroupBy(a => a.Node).Where(g => g.Count() > 1))
            yield return $"node {twice.Key} is to be added {twice.Count()} times: it can be once";
    }

    private IEnumerable<string> CpuProblems(ClusterConfiguration configuration)
    {
        string model = _boards.Board(configuration)?.CpuModelOr(configuration.CpuModel) ?? CpuModel.Default;
        if (CpuModel.Find(model) is not { } cpu)
        {
            yield return $"unknown CPU model {model}: there are {CpuModel.Names}";
            yield break;
        }

        IReadOnlyList<string> able = configuration.Plain ? [] : catalog.CpuModels(configuration.Variant);
        if (able.Count > 0 && !able.Contains(cpu.Name)) yield return $"variant {configuration.Variant} does not run on {cpu.Name}: it does on {string.Join(", ", able)}";
        if (configuration.Kernel is { } kernel && KernelProblem(kernel) is null && KernelFormat.Identify(kernel).PageKiB is { } page && !cpu.GranulesKiB.Contains(page))
            yield return $"the kernel {kernel} has pages of {page} KiB, which {cpu.Name} does not translate: --cpu-model {CpuModel.NamesWith(page).Replace(", ", ", or ", StringComparison.Ordinal)} can";
    }

    private IEnumerable<string> MemoryProblems(ClusterConfiguration configuration)
    {
        long most = long.Min(_boards.Board(configuration)?.MostMemoryBytes ?? MaximumMachineBytes, MaximumMachineBytes);
        string memory = ByteSize.Format(configuration.MemoryBytes);
        string cache = ByteSize.Format(configuration.EffectiveCacheBytes);
        if (configuration.MemoryBytes < MinimumMemoryBytes)
            yield return $"too little memory: each node gives at least {ByteSize.Format(MinimumMemoryBytes)} to the guest, not {memory}";
        else if (configuration.MemoryBytes % MemoryGranuleBytes != 0)
            yield return $"a node's memory is a multiple of {ByteSize.Format(MemoryGranuleBytes)}, which {memory} is not";
        else if (configuration.MemoryBytes > MaximumClusterBytes / int.Max(1, configuration.EffectiveMostNodes))
            yield return $"too much memory: all nodes together give at most {ByteSize.Format(MaximumClusterBytes)} to the guest, not {configuration.EffectiveMostNodes} times {memory}";
        if (configuration.EffectiveCacheBytes < MinimumCacheBytes)
            yield return $"too small a cache: each node needs at least {ByteSize.Format(MinimumCacheBytes)} for other nodes' pages, not {cache}";
        else if (configuration.EffectiveCacheBytes % GranuleNumber.Bytes != 0)
            yield return $"the cache is a multiple of {ByteSize.Format(GranuleNumber.Bytes)}, which {cache} is not";
        else if (configuration.EffectiveCacheBytes > MaximumClusterBytes)
            yield return $"too large a cache: at most {ByteSize.Format(MaximumClusterBytes)}, not {cache}";
        else if (configuration.MemoryBytes <= MaximumClusterBytes / int.Max(1, configuration.EffectiveMostNodes) && NodeMemory.Of(configuration.EffectiveMostNodes, configuration.CpusPerNode, (int)GranuleNumber.Bytes, configuration.MemoryBytes, configuration.EffectiveCacheBytes, payloadBytes: ByteSize.GiB).TotalBytes > most)
            yield return $"too much memory: a node's machine has at most {ByteSize.Format(most)}, which {memory} for the guest, {cache} for other nodes' pages and what goes with them exceed";
    }

    private IEnumerable<string> GuestProblems(ClusterConfiguration configuration)
    {
        string? wrongKernel = configuration.Kernel is { } kernel ? KernelProblem(kernel) : null;
        string? wrongInitrd = configuration.Initrd is { } initrd ? InputPath.Problem(initrd, "initrd") : null;
        if (wrongKernel is not null) yield return wrongKernel;
        if (wrongInitrd is not null) yield return wrongInitrd;
        if (wrongKernel is null && wrongInitrd is null && !configuration.Plain && configuration.Kernel is not null
            && GuestFit.Problem(configuration.Kernel, configuration.Initrd, configuration.MemoryBytes) is { } tooLarge) yield return tooLarge;
        if (configuration.Initrd is not null && configuration.Command is not null)
            yield return "--exec needs Pilevisor's own initrd, whose init script runs the command: leave out --initrd, or --exec";
        if (!GuestKernels.Series.Contains(configuration.KernelSeries))
            yield return $"no Debian kernel {configuration.KernelSeries}: there are {string.Join(", ", GuestKernels.Series)}";
        if (configuration.Packages.Count > 0 && configuration.Root is null && !configuration.HasOurInit)
            yield return $"--packages are for Pilevisor's own initrd: leave out {(configuration.Initrd is null ? "--kernel, or have a command by --exec" : "--initrd")}, or --packages";
        if (configuration.Kernel is not null && configuration.KernelSeries != GuestKernels.Default)
            yield return $"--kernel is the guest's kernel, and {configuration.KernelSeries} one of Debian's: leave out --kernel, or --kernel-series";
        foreach (string wrongName in configuration.Packages.Select(GuestPackages.NameProblem).OfType<string>()) yield return wrongName;
        foreach (string program in configuration.Programs.Except(programs.Names))
            yield return $"no guest program {program}: there are {string.Join(", ", programs.Names)}";
        IEnumerable<string> named = configuration.Programs.Union(configuration.Command is { } command ? programs.MentionedIn(command) : []);
        if (configuration.Kernel is not null && named.FirstOrDefault(program => programs.KernelSourcesOf(program).Count > 0) is { } builder)
            yield return $"{builder} builds a part of the guest's kernel, of Debian's sources: leave out --kernel, or {builder}";
    }

    private static IEnumerable<string> OutputProblems(ClusterConfiguration configuration)
    {
        if (configuration.LogDirectory is { } log && OutputPath.DirectoryProblem(log, "the log directory") is { } noLog) yield return noLog;
        if (configuration.CaptureFile is { } capture)
        {
            if (configuration.Plain) yield return "--capture is for frames between nodes: a plain machine sends none";
            if (OutputPath.FileProblem(capture, "the capture") is { } noCapture) yield return noCapture;
        }
        if (configuration.RecordFile is not { } trace) yield break;
        if (configuration.Plain) yield return "--record needs a hypervisor, whose accesses to pages it records: a plain machine has none";
        if (OutputPath.FileProblem(trace, "the trace") is { } noTrace) yield return noTrace;
    }

    private static IEnumerable<string> PlaceProblems() => RunDirectory.Problem(Path.GetTempPath()) is { } problem ? [problem] : [];

    private static string? KernelProblem(string kernel)
    {
        if (InputPath.Problem(kernel, "kernel") is { } unreadable) return unreadable;
        KernelFormat format = KernelFormat.Identify(kernel);
        return format.IsBootable ? null : $"the kernel {kernel} is {format.Description}: a guest's kernel is an uncompressed arm64 Image";
    }
}
