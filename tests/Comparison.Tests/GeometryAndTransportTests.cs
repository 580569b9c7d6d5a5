using System.Linq;
using Pilevisor.Coherence;
using Pilevisor.Interconnect;
using Pilevisor.Lab;
using Pilevisor.Lab.Protocols;
using Pilevisor.Lab.Simulation;
using Pilevisor.Lab.Simulation.Workloads;
using Xunit;

namespace Pilevisor.Comparison.Tests;

public class GeometryAndTransportTests
{
    [Fact]
    public void Those_that_ship_are_found_by_name()
    {
        Assert.Equal(["AdaptiveUnits", "SmallPages", "Units16K", "Units2M", "Units64K"], ShippedPolicies<IPageGeometry>.All.Select(geometry => geometry.GetType().Name));
        Assert.Equal(["JumboFrames", "StandardFrames"], ShippedPolicies<ITransport>.Named("all", "transport").Select(transport => transport.Name));
        Assert.Equal(65536u, Assert.Single(ShippedPolicies<IPageGeometry>.Named("units64k", "geometry")).UnitBytes());
        LabException e = Assert.Throws<LabException>(() => ShippedPolicies<ITransport>.Named("Pigeons", "transport"));
        Assert.Equal("there is no transport 'Pigeons'; there are JumboFrames, StandardFrames and 'all' for each of them", e.Message);
    }

    [Theory]
    [InlineData(4096, 1, 4096)]
    [InlineData(65536, 1, 65536 + (15 * 106))]
    [InlineData(4096, 0, 4096 + (2 * 106))]
    public void A_page_travels_in_its_frames(int pageBytes, int isJumbo, int contentBytes)
    {
        // A read of what node 0 wrote: a request, and the page.
        SimOptions options = new() { Transport = isJumbo != 0 ? new JumboFrames() : new StandardFrames() };
        WorkloadSource trace = WorkloadSource.Of(SmallTrace.Of("1000 1 0 r 0x40001 500"));
        SimOptions fitting = trace.Fit(options) with { Geometry = pageBytes == 4096 ? new SmallPages() : new Units64K() };
        SimResult result = SimRun.Run(ProtocolCatalog.Named("OwnerDirectory")[0], fitting, trace.Create(fitting), trace.Name, TestContext.Current.CancellationToken);
        Assert.Equal((2 * SimFrameSizes.Message) + contentBytes, result.Counts.AllBytes);
    }

    [Fact]
    public void A_trace_has_the_pages_that_it_was_recorded_with() => Assert.Equal(4096, WorkloadSource.Of(SmallTrace.Of("1000 1 0 r 0x40001 500")).Fit(new SimOptions { Geometry = new Units64K() }).PageBytes);

    [Fact]
    public void What_is_not_as_usual_is_in_the_name_of_a_run() =>
        Assert.Equal("X + 64 KiB + StandardFrames", new SimOptions { Geometry = new Units64K(), Transport = new StandardFrames() }.Design("X"));
}
