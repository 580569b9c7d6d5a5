using System.Collections.Generic;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Virtualization;

namespace Pilevisor.Launch.Machines;

/// <summary>A board that QEMU emulates and a hypervisor of ours runs on: what it is called, how QEMU is asked for it, and what it can carry.</summary>
public sealed record QemuBoard
{
    /// <summary>The one that a variant is for which names none.</summary>
    public const string Default = "virt";

    /// <summary>The most CPU interfaces of a GICv2 (IHI 0048B, 1.2), and so the most CPUs of a guest that sees one.</summary>
    public const int GicV2Interfaces = 8;

    private const int MostOfVirt = 512;

    /// <summary>Those that are known.</summary>
    public static IReadOnlyList<QemuBoard> All { get; } =
    [
        new()
        {
            Name = Default,
            Summary = "QEMU's virt machine with GICv3",
            Machine = "virt",
            MostCpus = MostOfVirt,
            GicVersion = 3,
            Properties = "gic-version=3",
            Nic = NicKind.VirtioMmio,
            RunsPlain = true,
        },
        new()
        {
            Name = "virt-gicv2",
            Summary = "QEMU's virt machine with GICv2",
            Machine = "virt",
            MostCpus = GicV2Interfaces,
            GicVersion = 2,
            Properties = "gic-version=2",
            Nic = NicKind.VirtioMmio,
            RunsPlain = true,
        },
        new()
        {
            Name = "versal",
            Summary = "AMD Versal: QEMU's xlnx-versal-virt",
            Machine = "xlnx-versal-virt",
            El2Properties = string.Empty,
            OwnCpuModel = "cortex-a72",
            FewestCpus = 2,
            MostCpus = 2,
            OtherCpus = 2,
            GicVersion = 3,
            Nic = NicKind.Onboard,
        },
        new()
        {
            Name = "zcu102",
            Summary = "AMD ZCU102 (Zynq UltraScale+): QEMU's xlnx-zcu102",
            Machine = "xlnx-zcu102",
            ExtraArguments = ["-audiodev", "none,id=snd0"],
            OwnCpuModel = "cortex-a53",
            FewestCpus = 4,
            MostCpus = 4,
            MostMemoryBytes = 2 * ByteSize.GiB,
            GicVersion = 2,
            Nic = NicKind.Onboard,
            NicsBefore = 3,
            DeviceTree = "xilinx/zynqmp-zcu102-rev1.0.dtb",
        },
        new()
        {
            Name = "rpi4",
            Summary = "Raspberry Pi 4: QEMU's raspi4b",
            Machine = "raspi4b",
            LeastQemu = 9,
            El2Properties = string.Empty,
            OwnCpuModel = "cortex-a72",
            FewestCpus = 4,
            MostCpus = 4,
            LeastMemoryBytes = 2 * ByteSize.GiB,
            MostMemoryBytes = 2 * ByteSize.GiB,
            GicVersion = 2,
            DeviceTree = "broadcom/bcm2711-rpi-4-b.dtb",
            PowersOff = false,
        },
    ];

    /// <summary>What it is called in --board and in a variant's project.</summary>
    public required string Name { get; init; }

    /// <summary>What it is, in a line.</summary>
    public required string Summary { get; init; }

    /// <summary>QEMU's -M, without properties.</summary>
    public required string Machine { get; init; }

    /// <summary>What -M says besides, with or without a hypervisor.</summary>
    public string Properties { get; init; } = string.Empty;

    /// <summary>What -M says besides for a machine that boots at EL2.</summary>
    public string El2Properties { get; init; } = "virtualization=on";

    /// <summary>Further arguments.</summary>
    public IReadOnlyList<string> ExtraArguments { get; init; } = [];

    /// <summary>The CPU that it always has, and -cpu is not said; null if it takes any of <see cref="Machines.CpuModel.All"/>.</summary>
    public string? OwnCpuModel { get; init; }

    /// <summary>The fewest CPUs for a hypervisor that QEMU makes of it.</summary>
    public int FewestCpus { get; init; } = 1;

    /// <summary>The most CPUs for a hypervisor.</summary>
    public required int MostCpus { get; init; }

    /// <summary>CPUs of another kind that QEMU's -smp counts as well.</summary>
    public int OtherCpus { get; init; }

    /// <summary>The least RAM that QEMU makes of it, in bytes: a node that needs less has it all the same.</summary>
    public long LeastMemoryBytes { get; init; }

    /// <summary>The most RAM, in bytes.</summary>
    public long MostMemoryBytes { get; init; } = ConfigurationCheck.MaximumMachineBytes;

    /// <summary>The architecture of its interrupt controller, which is the guest's too: 2 or 3.</summary>
    public required int GicVersion { get; init; }

    /// <summary>Its network card.</summary>
    public NicKind Nic { get; init; }

    /// <summary>Whether it has slots for virtio devices (virtio-mmio), and so for devices of the guest.</summary>
    public bool HasVirtio => Nic == NicKind.VirtioMmio;

    /// <summary>The file of Debian's linux-image-arm64 that describes it, as in xilinx/zynqmp-zcu102-rev1.0.dtb, where QEMU gives a raw image no device tree; null where it does.</summary>
    public string? DeviceTree { get; init; }

    /// <summary>The first number of the version of QEMU that has it; earlier ones do not.</summary>
    public int LeastQemu { get; init; } = 7;

    /// <summary>How many network cards of the same kind it has before the one that its device tree turns on.</summary>
    public int NicsBefore { get; init; }

    /// <summary>Whether it can power itself off; if not it says so at its serial port, and is ended from outside.</summary>
    public bool PowersOff { get; init; } = true;

    /// <summary>Whether a guest boots on it without a hypervisor, for comparison.</summary>
    public bool RunsPlain { get; init; }

    /// <summary>The most machines of a cluster.</summary>
    public int MostNodes => Nic == NicKind.None ? 1 : NodeId.MaximumNodes;

    /// <summary>The most CPUs of a guest, those of all nodes together.</summary>
    public int MostGuestCpus => GicVersion == 2 ? GicV2Interfaces : (int)VcpuTopology.MaximumVcpus;

    /// <summary>What it can do, in a line.</summary>
    public string Abilities => string.Join(", ", new[]
    {
        MostNodes == 1 ? "one node (no network card under QEMU)" : $"clusters ({(Nic == NicKind.VirtioMmio ? "virtio-net" : "its own network card")})",
        $"{Bounds} a node",
        $"{MostGuestCpus} of a guest (GICv{GicVersion})",
        OwnCpuModel,
    }.OfType<string>());

    /// <summary>How many CPUs it may have, in words.</summary>
    public string Bounds => NodeCpus == FewestCpus ? $"{FewestCpus} CPUs" : $"{FewestCpus} to {NodeCpus} CPUs";

    /// <summary>The most CPUs of a node on it.</summary>
    public int NodeCpus => int.Min(MostCpus, CpuIndex.MaximumCpus);

    /// <summary>All names.</summary>
    public static string Names => string.Join(", ", All.Select(board => board.Name));

    /// <summary>The board of a name; null if it is not known.</summary>
    public static QemuBoard? Find(string name) => All.FirstOrDefault(board => board.Name == name);

    /// <summary>What QEMU's -cpu would be: <paramref name="wanted"/>, or the board's own, or what is used where none is named.</summary>
    public string CpuModelOr(string? wanted) => OwnCpuModel ?? wanted ?? CpuModel.Default;

    /// <summary>The arguments that say which machine this is, of so many CPUs.</summary>
    /// <param name="cpus">CPUs for the hypervisor, or for a plain guest.</param>
    /// <param name="cpuModel">QEMU's -cpu, where the board takes any.</param>
    /// <param name="hasEl2">Whether it boots at EL2.</param>
    public IReadOnlyList<string> MachineArguments(int cpus, string cpuModel, bool hasEl2) =>
    [
        "-M", string.Join(',', new[] { Machine, hasEl2 ? El2Properties : string.Empty, Properties }.Where(part => part.Length > 0)),
        .. OwnCpuModel is null ? (string[])["-cpu", cpuModel] : [],
        "-smp", $"{cpus + OtherCpus}",
        .. ExtraArguments,
    ];
}
