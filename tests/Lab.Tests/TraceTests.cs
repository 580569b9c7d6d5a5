using System.IO;
using System.Linq;
using Pilevisor.Lab.Mistakes;
using Pilevisor.Lab.Model;
using Pilevisor.Lab.Traces;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Lab.Tests;

/// <summary>Ways through small clusters, played again. A counterexample that `check --out` wrote becomes a test by being put into Traces/; once mended, its last word is "finds none".</summary>
public sealed class TraceTests
{
    public static TheoryData<string> Files => new(Directory.GetFiles(Shipped.Traces, "*.trace").Select(path => Path.GetFileName(path)).Order());

    [Theory]
    [MemberData(nameof(Files))]
    public void A_trace_finds_what_it_says(string file)
    {
        CheckTrace trace = CheckTrace.Load(Path.Combine(Shipped.Traces, file));
        PlayedStep last = trace.Play(Shipped.Subject(trace.Protocol, trace.Mistake)).Last();
        // Of a loop every step is allowed: what is wrong is that it can go on.
        if (trace.LoopFrom is null && trace.Finds is not null) Assert.Equal(trace.Finds, last.Violation);
        else Assert.True(last.Violation is null || (trace.Finds is null && last.Violation.StartsWith(CheckTrace.CannotHappen)), last.Violation);
    }

    [Fact]
    public void What_is_written_is_read_back()
    {
        CheckTrace trace = Find("copies-lost-on-eviction", 3);
        CheckTrace again = CheckTrace.Parse(trace.ToText([.. Play(trace)]).Split('\n'), "memory");
        Assert.Equal(trace.Steps, again.Steps);
        Assert.Equal((trace.Protocol, trace.Mistake, trace.Shape, trace.Finds, trace.LoopFrom), (again.Protocol, again.Mistake, again.Shape, again.Finds, again.LoopFrom));
    }

    [Fact]
    public void A_loop_can_be_played_twice()
    {
        CheckTrace trace = Find("starving-reader", 2);
        CheckTrace twice = trace with { Steps = [.. trace.Steps, .. trace.Steps.Skip(trace.LoopFrom!.Value)] };
        Assert.All(Play(twice), step => Assert.Null(step.Violation));
    }

    [Fact]
    public void A_step_that_cannot_happen_is_said()
    {
        CheckTrace trace = new("OwnerDirectory", null, new ModelShape(2), [new ModelStep(ModelStepKind.Deliver, 0, 1)], null, null);
        Assert.StartsWith(CheckTrace.CannotHappen, Assert.Single(Play(trace)).Violation);
    }

    [Theory]
    [InlineData("", "line 1")]
    [InlineData("pilevisor-check-trace 1\nprotocol X\nnodes 2\nfly 1 2", "line 4")]
    [InlineData("pilevisor-check-trace 1\nprotocol X\nnodes two", "line 3")]
    [InlineData("pilevisor-check-trace 1\nnodes 2", "protocol")]
    [InlineData("pilevisor-check-trace 1\nprotocol X\nnodes 2\nloop 4", "names no step")]
    [InlineData("pilevisor-check-trace 1\nprotocol X\nnodes 2\nDeliver 0 999", "line 4")]
    public void A_bad_trace_is_refused(string text, string says) =>
        Assert.Contains(says, Assert.Throws<LabException>(() => CheckTrace.Parse(text.Split('\n'), "memory")).Message);

    [Fact]
    public void A_missing_trace_is_refused() => Assert.Throws<LabException>(() => CheckTrace.Load("/nowhere/x.trace"));

    [Fact]
    public void The_chart_in_characters() => Snapshot.Verify(Chart("write-before-acknowledgements", 3).ToText());

    [Fact]
    public void The_chart_for_Mermaid() => Snapshot.Verify(Chart("write-before-acknowledgements", 3).ToMermaid());

    [Fact]
    public void The_chart_as_a_picture() => Snapshot.Verify(Chart("write-before-acknowledgements", 3).ToSvg());

    [Fact]
    public void The_chart_of_a_loop() => Snapshot.Verify(Chart("starving-reader", 2).ToText());

    private static SequenceChart Chart(string mistake, int nodes)
    {
        CheckTrace trace = Find(mistake, nodes);
        return new SequenceChart(trace.Finds!, nodes, Play(trace), trace.LoopFrom);
    }

    private static PlayedStep[] Play(CheckTrace trace) => [.. trace.Play(Shipped.Subject(trace.Protocol, trace.Mistake))];

    private static CheckTrace Find(string mistake, int nodes)
    {
        Mistake planted = Shipped.Mistakes.Find(Shipped.Protocol("OwnerDirectory"), mistake);
        return CheckTrace.Of(Shipped.Protocol("OwnerDirectory"), planted, Shipped.FindViolation(Shipped.Subject("OwnerDirectory", mistake), new ModelShape(nodes))!);
    }
}
