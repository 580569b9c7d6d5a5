using System.Linq;
using Pilevisor.Cli.Graphs;
using Pilevisor.Launch.Images;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Launch.Tests.Graphs;

public sealed class GraphTests
{
    private static readonly (string, string)[] _otherPolicy =
        [("Demo.IDefaults.CreatePolicy", "Demo.IDefaults.CreateOther"), ("\"Demo.Logger\"", "\"Demo.SilentLogger\""), ("\"Demo.Node\"", "\"Demo.Other\"")];

    [Fact]
    public void A_layer_and_its_neighbours() => Snapshot.Verify(MermaidText.Of(GraphViews.Layer(SampleGraph.With(), "Demo")));

    [Fact]
    public void The_overview_counts_what_a_layer_has_and_needs() => Snapshot.Verify(MermaidText.Of(GraphViews.Overview(SampleGraph.Layered)));

    [Fact]
    public void A_component_is_found_by_its_contract_and_shown_with_its_neighbours() =>
        Assert.Equal(["Clock", "Logger", "Messenger"], GraphViews.Component(SampleGraph.With(), "ILogger").Boxes.Select(box => box.Title).Order());

    [Fact]
    public void Two_images_differ_in_what_is_registered_otherwise()
    {
        (WiringGraph here, WiringGraph there) = (SampleGraph.With(), SampleGraph.With(_otherPolicy));
        Snapshot.Verify(DifferenceTable.Of("Node", "Other", WiringDifference.Of(here, there)) + MermaidText.Of(GraphViews.Difference("Other against Node", here, there)));
    }

    [Fact]
    public void An_image_does_not_differ_from_itself()
    {
        Assert.Empty(WiringDifference.Of(SampleGraph.With(), SampleGraph.With()));
        Assert.Empty(GraphViews.Difference("Node against itself", SampleGraph.With(), SampleGraph.With()).Boxes);
    }

    [Fact]
    public void What_is_unknown_is_refused_with_what_there_is()
    {
        LaunchException layer = Assert.Throws<LaunchException>(() => GraphViews.Layer(SampleGraph.With(), "Dem"));
        LaunchException component = Assert.Throws<LaunchException>(() => GraphViews.Component(SampleGraph.With(), "Log"));
        Assert.Equal(("unknown layer Dem: there are Demo", ExitStatus.BadInput), (layer.Message, layer.Status));
        Assert.Equal(("unknown component Log: there is Logger", ExitStatus.BadInput), (component.Message, component.Status));
    }
}
