using System;
using System.Collections.Generic;
using Pilevisor.Kernel;
using Pilevisor.Launch.Devices;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Systems;
using Pilevisor.Switch;

namespace Pilevisor.Launch;

/// <summary>What is to be booted. The defaults are a cluster that boots; <see cref="ConfigurationCheck"/> says what is wrong with others.</summary>
public sealed record ClusterConfiguration
{
    /// <summary>The variant image each node boots.</summary>
    public string Variant { get; init; } = VariantCatalog.Default;

    /// <summary>What the machines are: one of <see cref="QemuBoard.All"/>; the variant's board if null.</summary>
    public string? Board { get; init; }

    /// <summary>How far behind the beginning of RAM the machines load the image, in bytes; 2 MiB if null. The image runs at any 2 MiB boundary, and says so where it was loaded elsewhere. What lies before it is cut off from the rest of RAM, and a guest's memory needs one piece.</summary>
    public long? ImageOffset { get; init; }

    /// <summary>No hypervisor at all: the guest on one plain QEMU machine of <see cref="Nodes"/> times the CPUs and the memory, for comparison.</summary>
    public bool Plain { get; init; }

    /// <summary>How many machines.</summary>
    public int Nodes { get; init; } = 2;

    /// <summary>How many machines there may be at most, once more have joined while the guest runs; as many as <see cref="Nodes"/> if null.</summary>
    public int? MostNodes { get; init; }

    /// <summary>Machines that join while the guest runs.</summary>
    public IReadOnlyList<NodeAddition> Additions { get; init; } = [];

    /// <summary>Machines that leave while the guest runs.</summary>
    public IReadOnlyList<NodeDeparture> Departures { get; init; } = [];

    /// <summary>Machines that stand still for a while.</summary>
    public IReadOnlyList<NodePause> Pauses { get; init; } = [];

    /// <summary>Machines that end at once.</summary>
    public IReadOnlyList<NodeKill> Kills { get; init; } = [];

    /// <summary>Machines whose clocks run too fast or too slow.</summary>
    public IReadOnlyList<NodeDrift> Drifts { get; init; } = [];

    /// <summary>CPUs of each.</summary>
    public int CpusPerNode { get; init; } = 1;

    /// <summary>What each node gives to the guest.</summary>
    public long MemoryBytes { get; init; } = 512 * ByteSize.MiB;

    /// <summary>What each node has for pages of other nodes; a quarter of <see cref="MemoryBytes"/> if null.</summary>
    public long? CacheBytes { get; init; }

    /// <summary>QEMU's -cpu: one of <see cref="Machines.CpuModel.All"/>, with properties if need be; the board's own, or <see cref="Machines.CpuModel.Default"/>, if null.</summary>
    public string? CpuModel { get; init; }

    /// <summary>The file with the key that the nodes share, for a variant whose frames are sealed; if null, such a variant gets a key that is drawn for the run.</summary>
    public string? KeyFile { get; init; }

    /// <summary>Whether the guest's broadcast TLB maintenance is carried to every node.</summary>
    public TlbOption Tlb { get; init; }

    /// <summary>The MTU that the nodes' network cards state, in bytes; none if null, and then they carry what the switch does, which is more than any transport sends.</summary>
    public int? Mtu { get; init; }

    /// <summary>The guest's kernel; Debian's if null.</summary>
    public string? Kernel { get; init; }

    /// <summary>Which of Debian's kernels: one of <see cref="GuestKernels.Series"/>.</summary>
    public string KernelSeries { get; init; } = GuestKernels.Default;

    /// <summary>The guest's first file system; ours if null, unless only a kernel is given.</summary>
    public string? Initrd { get; init; }

    /// <summary>Added to the guest's kernel command line.</summary>
    public string Append { get; init; } = string.Empty;

    /// <summary>What the guest's shell runs before it powers off; an interactive shell if null.</summary>
    public string? Command { get; init; }

    /// <summary>The size of the terminal that the guest's console is on, for our /init; null if it is on none. See <see cref="Running.Cluster.ResizeConsoleAsync"/>.</summary>
    public TerminalSize? Terminal { get; init; }

    /// <summary>Debian's packages that the guest has, with all that they depend on, beside what is ours: see <see cref="GuestPackages"/>.</summary>
    public IReadOnlyList<string> Packages { get; init; } = [];

    /// <summary>Guest programs for /bin, beside those that <see cref="Command"/> mentions.</summary>
    public IReadOnlyList<string> Programs { get; init; } = [];

    /// <summary>The guest's disks, network and directories of this host.</summary>
    public GuestDevices Devices { get; init; } = new();

    /// <summary>The system that the guest boots from its first disk; none if null.</summary>
    public GuestRoot? Root { get; init; }

    /// <summary>Whether this host gets into <see cref="Root"/> by ssh, with a key that is drawn for the run: see <see cref="Running.Cluster.SshConfiguration"/>.</summary>
    public bool HasSsh { get; init; }

    /// <summary>How long the guest may take from the start to its end; any time if null.</summary>
    public TimeSpan? Timeout { get; init; }

    /// <summary>Where the hypervisor's log and every serial port go; nowhere if null.</summary>
    public string? LogDirectory { get; init; }

    /// <summary>Where a trace of the accesses to pages is written when the guest has powered off; nowhere if null. See <see cref="Traces.TraceReader"/>.</summary>
    public string? RecordFile { get; init; }

    /// <summary>Where all frames are written, for Wireshark; nowhere if null.</summary>
    public string? CaptureFile { get; init; }

    /// <summary>Whether <see cref="Running.Cluster.LogInstructionsAsync"/> may be asked for.</summary>
    public bool LogsInstructions { get; init; }

    /// <summary>
    /// Whether the machine's clock counts instructions instead of time: 16 ns, a tick of the virtual counter, for each (QEMU's -icount). Figures then repeat exactly. For one machine of one CPU, since others would have clocks
    /// of their own, or with <see cref="LogsInstructions"/>, where no timer then comes in because logging takes long.
    /// </summary>
    public bool CountsInstructions { get; init; }

    /// <summary>The order in which nodes start; the leader last if empty.</summary>
    public IReadOnlyList<int> StartOrder { get; init; } = [];

    /// <summary>Further boot options of a node's hypervisor, such as pilevisor.log=debug.</summary>
    public IReadOnlyDictionary<int, string> NodeOptions { get; init; } = new Dictionary<int, string>();

    /// <summary>What goes wrong on the network on purpose.</summary>
    public SwitchOptions Network { get; init; } = new();

    /// <summary>Whether the guest runs our init script, which tells us when it is up and runs <see cref="Command"/>.</summary>
    public bool HasOurInit => Root is null && Initrd is null && (Kernel is null || Command is not null);

    /// <summary>Whether a script in the guest is ours, which tells when user space is up and brings up the CPUs that Linux has left off.</summary>
    public bool TellsWhenUp => HasOurInit || Root is not null;

    /// <summary><see cref="MostNodes"/>, or its default.</summary>
    public int EffectiveMostNodes => MostNodes ?? Nodes;

    /// <summary><see cref="CacheBytes"/>, or its default.</summary>
    public long EffectiveCacheBytes => CacheBytes ?? MemoryBytes / 4 / ByteSize.MiB * ByteSize.MiB;
}
