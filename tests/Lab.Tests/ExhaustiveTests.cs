using System.Linq;
using Pilevisor.Lab.Checking;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Protocols;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>Every protocol that ships, in every state that a small cluster can reach. Larger clusters: docs/results.md.</summary>
public sealed class ExhaustiveTests(ITestOutputHelper output)
{
    private const string Largest = "DynamicOwner";
    private const ModelFaults Network = ModelFaults.Loss | ModelFaults.Duplicate | ModelFaults.Reorder;

    private static readonly ModelShape _homeLeavesThree = new(3, Pages: 2, Holds: false, Evictions: false, Leaves: true);

    private static readonly ModelShape[] _shapes =
    [
        new(2, Devices: true),
        new(2, Holds: false, Devices: true),
        new(2, CpusPerNode: 2),
        new(2, Pages: 2),
        new(2, Pages: 2, OneHome: true, Devices: true),
        new(2, Pages: 2, CpusPerNode: 2, Evictions: false, OneHome: true),
        new(2, Faults: Network),
        new(2, Faults: ModelFaults.Death),
        new(3, Devices: true),
        new(3, Holds: false, Evictions: false),
        new(3, Pages: 2, Holds: false, Evictions: false, OneHome: true),
        new(3, Faults: ModelFaults.Death),
        new(2, Pages: 2, Leaves: true, Devices: true),
        new(2, CpusPerNode: 2, Leaves: true),
        new(2, Pages: 2, OneHome: true, Leaves: true),
        new(3, Leaves: true),
        _homeLeavesThree,
    ];

    public static TheoryData<string, ModelShape> Clusters => new(from protocol in Shipped.ProtocolNames from shape in _shapes where !(protocol == Largest && shape == _homeLeavesThree) select (protocol, shape));

    // The dynamic owner's requests to home, in addition to everything else, are too many states for minutes.
    public static TheoryData<string, ModelShape> BadNetworks =>
        new(from protocol in Shipped.ProtocolNames select (protocol, new ModelShape(3, Evictions: protocol != Largest, Faults: Network)));

    public static TheoryData<string> Protocols => new(Shipped.ProtocolNames);

    [Theory]
    [MemberData(nameof(Clusters))]
    [MemberData(nameof(BadNetworks))]
    public void Nothing_wrong_can_be_reached_and_every_access_completes(string protocol, ModelShape shape) => Explore(protocol, shape);

    // More than a minute, of the three that all others together take.
    [Fact]
    [Trait("Length", "long")]
    public void Nor_where_the_home_of_one_of_two_pages_leaves_three_nodes_under_the_dynamic_owner() => Explore(Largest, _homeLeavesThree);

    private void Explore(string protocol, ModelShape shape)
    {
        foreach (Exploration exploration in Shipped.Check(Shipped.Subject(protocol), shape))
        {
            output.WriteLine($"{protocol}, {exploration.Shape}{(exploration.AsksProgress ? ", progress" : "")}: {exploration.States:N0} states, depth {exploration.Depth}, {exploration.Elapsed.TotalSeconds:F1} s");
            Assert.Null(exploration.Violation);
            Assert.True(exploration.IsComplete, "the states do not fit");
            Assert.True(exploration.States > 100, "next to nothing was explored");
        }
    }

    /// <summary>Where nodes are said to be alike, visiting one state of each class reaches every class that visiting all states does.</summary>
    [Theory]
    [MemberData(nameof(Protocols))]
    public void Symmetry_leaves_states_out_and_hides_nothing(string protocol)
    {
        ModelSubject subject = Shipped.Subject(protocol);
        ModelShape shape = new(3);
        (int all, int classes) = Classes.Count(subject, shape);
        Assert.Equal(all, Shipped.Explore(subject, shape, new ExplorerOptions { HasSymmetry = false }).States);
        Exploration reduced = Shipped.Explore(subject, shape, new ExplorerOptions());
        output.WriteLine($"{protocol}: {all} states in {classes} classes, {reduced.Symmetries} renamings, {reduced.States} visited");
        Assert.Equal(reduced.Symmetries == 1 ? all : classes, reduced.States);
    }

    [Fact]
    public void Threads_make_no_difference()
    {
        ModelSubject broken = Shipped.Subject("OwnerDirectory", "copies-lost-on-eviction");
        Exploration[] runs = [.. new[] { 1, 2, 3 }.Select(threads => Shipped.Explore(broken, new ModelShape(3), new ExplorerOptions { Threads = threads }))];
        Assert.All(runs, run => Assert.Equal(runs[0].Violation!.Steps, run.Violation!.Steps));
        Assert.All(runs, run => Assert.Equal(runs[0].States, run.States));
    }

    [Fact]
    public void A_memory_too_small_ends_it_without_a_verdict()
    {
        Exploration exploration = Shipped.Explore(Shipped.Subject("OwnerDirectory"), new ModelShape(3), new ExplorerOptions { MemoryBytes = 100_000 });
        Assert.False(exploration.IsComplete);
        Assert.Null(exploration.Violation);
    }

    [Theory]
    [InlineData(1, 1, 1)]
    [InlineData(5, 1, 1)]
    [InlineData(3, 0, 1)]
    [InlineData(3, 1, 9)]
    public void A_cluster_that_cannot_be_explored_is_refused(int nodes, int pages, int cpus)
    {
        LabException refusal = Assert.Throws<LabException>(() => Shipped.Explore(Shipped.Subject("OwnerDirectory"), new ModelShape(nodes, pages, cpus), new ExplorerOptions()));
        Assert.Contains(" to ", refusal.Message);
    }

    [Fact]
    public void An_unknown_protocol_is_refused_with_those_there_are()
    {
        LabException refusal = Assert.Throws<LabException>(() => ProtocolCatalog.Named("Mesi2"));
        Assert.All(Shipped.ProtocolNames, name => Assert.Contains(name, refusal.Message));
    }
}
