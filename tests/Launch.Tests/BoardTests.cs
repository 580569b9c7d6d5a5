using System;
using System.Linq;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Progress;
using Xunit;

namespace Pilevisor.Launch.Tests;

/// <summary>A variant is for a board, and what the board cannot carry is refused before anything starts.</summary>
public sealed class BoardTests : IDisposable
{
    private readonly TemporaryDirectory _place = new();
    private readonly VariantCatalog _catalog;
    private readonly ConfigurationCheck _check;

    public BoardTests()
    {
        _place.File("Pilevisor.sln", "");
        Variant("VirtCluster", "");
        _place.File("samples/guests/stream.c", "");
        Variant("Old", "<Board> virt-gicv2 </Board>");
        Variant("Elsewhere", "<Board>toaster</Board>");
        RepositoryLayout layout = new(_place.Path);
        _catalog = new VariantCatalog(layout);
        _check = new ConfigurationCheck(_catalog, new GuestPrograms(layout, new GuestCache(layout), new SilentActivities()));
    }

    [Fact]
    public void Names_tell_boards_apart() => Assert.Equal(QemuBoard.All.Count, QemuBoard.All.Select(board => board.Name).Distinct().Count());

    [Fact]
    public void A_variant_names_its_board_or_is_for_the_default_one()
    {
        Assert.Equal("virt", _catalog.Board("VirtCluster"));
        Assert.Equal("virt-gicv2", _catalog.Board("Old"));
        Assert.Equal("virt-gicv2", _catalog.Board("Old-Release"));
        Assert.Equal("virt", _catalog.Board("unknown"));
    }

    [Fact]
    public void A_board_has_a_variant_that_boots_where_none_is_named()
    {
        Assert.Equal("VirtCluster", _catalog.DefaultFor("virt"));
        Assert.Equal("Old", _catalog.DefaultFor("virt-gicv2"));
        Assert.Null(_catalog.DefaultFor("another"));
    }

    [Fact]
    public void The_variants_board_is_what_starts()
    {
        Assert.Equal("virt", _check.Board(new()).Name);
        Assert.Equal("virt-gicv2", _check.Board(new() { Variant = "Old" }).Name);
        Assert.Empty(_check.Problems(new() { Variant = "Old" }));
        Assert.Empty(_check.Problems(new() { Variant = "Old", Board = "virt-gicv2" }));
    }

    [Fact]
    public void Another_board_than_the_variants_is_refused_with_a_variant_for_it()
    {
        Refused(new() { Board = "virt-gicv2" }, "variant VirtCluster is for the board virt, not for virt-gicv2: --variant Old is");
        Refused(new() { Variant = "Old", Board = "virt" }, "variant Old is for the board virt-gicv2, not for virt: --variant VirtCluster is");
    }

    [Fact]
    public void An_unknown_board_is_refused_with_the_known_ones()
    {
        Refused(new() { Board = "toaster" }, $"unknown board toaster: there are {QemuBoard.Names}");
        Refused(new() { Variant = "Elsewhere" }, $"variant Elsewhere is for the board toaster, which QEMU is not known to have: there are {QemuBoard.Names}");
    }

    [Theory]
    [InlineData(3, 4, "give each of 3 nodes at most 2")]
    [InlineData(2, 5, "give each of 2 nodes at most 4")]
    [InlineData(9, 1, "at most 8 nodes fit")]
    public void A_guest_has_as_many_cpus_as_a_GICv2_has_interfaces(int nodes, int cpus, string advice)
    {
        ClusterConfiguration configuration = new() { Variant = "Old", Nodes = nodes, CpusPerNode = cpus };
        Refused(configuration, $"a guest on the board virt-gicv2 has at most 8 CPUs, as many as GICv2 has interfaces, not {nodes} times {cpus}: {advice}, or a board with GICv3");
        Refused(configuration with { Nodes = 1, MostNodes = nodes }, $"a guest on the board virt-gicv2 has at most 8 CPUs, as many as GICv2 has interfaces, not {nodes} times {cpus}: {advice}, or a board with GICv3");
        Assert.Empty(_check.Problems(configuration with { Variant = "VirtCluster" }));
    }

    [Fact]
    public void A_node_has_as_many_cpus_as_its_board() => Refused(new() { Variant = "Old", Nodes = 1, CpusPerNode = 9 }, "the board virt-gicv2 has 1 to 8 CPUs, not 9");

    [Fact]
    public void A_plain_machine_is_of_the_same_board()
    {
        ClusterConfiguration plain = new() { Variant = "Old", Plain = true, Nodes = 2, CpusPerNode = 4 };
        Assert.Empty(_check.Problems(plain));
        Refused(plain with { CpusPerNode = 5 }, "the board virt-gicv2 has at most 8 CPUs, not 2 times 5");
    }

    [Theory]
    [InlineData("virt", true, "-M virt,virtualization=on,gic-version=3 -cpu max -smp 2")]
    [InlineData("virt", false, "-M virt,gic-version=3 -cpu max -smp 2")]
    [InlineData("virt-gicv2", true, "-M virt,virtualization=on,gic-version=2 -cpu max -smp 2")]
    [InlineData("versal", true, "-M xlnx-versal-virt -smp 4")]
    public void A_board_is_arguments_of_QEMU(string name, bool hasEl2, string expected) => Assert.Equal(expected, string.Join(' ', QemuBoard.Find(name)!.MachineArguments(2, "max", hasEl2)));

    [Fact]
    public void A_board_with_everything_of_its_own_is_arguments_of_QEMU()
    {
        QemuBoard board = new() { Name = "b", Summary = "a board", Machine = "b-machine", El2Properties = "el2=on", OwnCpuModel = "cortex-a53", MostCpus = 4, OtherCpus = 2, GicVersion = 2, Nic = NicKind.Onboard, ExtraArguments = ["-x", "y"] };
        string arguments = string.Join(' ', new QemuMachine { Board = board, MemoryBytes = ByteSize.GiB, Cpus = 4, CpuModel = "cortex-a53", Kernel = "Image", DeviceTree = "b.dtb", HasEl2 = true, SerialSocket = "serial0.sock", Nic = new QemuNic("a", "b", 3) }.Arguments());
        Assert.StartsWith("-M b-machine,el2=on -smp 6 -x y -m 1024M ", arguments);
        Assert.EndsWith(" -dtb b.dtb -netdev dgram,id=n0,local.type=unix,local.path=a,remote.type=unix,remote.path=b -net nic,netdev=n0,macaddr=52:54:00:50:56:03", arguments);
        Assert.Equal("cortex-a53", board.CpuModelOr("max"));
        Assert.Equal("clusters (its own network card), 1 to 4 CPUs a node, 8 of a guest (GICv2), cortex-a53", board.Abilities);
    }

    [Fact]
    public void A_board_without_a_network_card_is_one_node()
    {
        QemuBoard board = new() { Name = "b", Summary = "a board", Machine = "b", MostCpus = 4, FewestCpus = 4, GicVersion = 3 };
        Assert.Equal(1, board.MostNodes);
        Assert.Equal("one node (no network card under QEMU), 4 CPUs a node, 123 of a guest (GICv3)", board.Abilities);
    }

    [Fact]
    public void Each_board_has_a_variant_in_samples()
    {
        VariantCatalog shipped = new(RepositoryLayout.Find());
        Assert.All(QemuBoard.All, board => Assert.True(shipped.DefaultFor(board.Name) is not null, $"no variant in samples/ is for {board.Name}"));
        Assert.All(shipped.Names, name => Assert.True(QemuBoard.Find(shipped.Board(name)) is not null, $"{name} is for a board that is not known"));
    }

    public void Dispose() => _place.Dispose();

    private void Variant(string name, string properties) =>
        _place.File($"samples/{name}/{name}.csproj", $"<Project><PropertyGroup>{properties}</PropertyGroup><Import Project=\"../../toolchain/Image.targets\" /></Project>");

    private void Refused(ClusterConfiguration configuration, string problem) => Assert.Equal([problem], _check.Problems(configuration));
}
