using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Traces;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.TraceReports;

/// <summary>What a trace says, for --json.</summary>
/// <param name="Variant">The image that was recorded.</param>
/// <param name="Protocol">Its protocol, if that is known.</param>
/// <param name="Records">How many records there are.</param>
/// <param name="Lost">How many more were lost.</param>
/// <param name="Wait">All waits.</param>
/// <param name="Kernel">Those of the guest's kernel.</param>
/// <param name="User">Those of its programs.</param>
/// <param name="Other">Those of which no instruction is known.</param>
/// <param name="ByNode">By node.</param>
/// <param name="Patterns">Pages by pattern.</param>
/// <param name="HotPages">The pages that were waited for longest.</param>
/// <param name="Advice">What could be tried.</param>
internal sealed record TraceReport(
    string Variant, string? Protocol, int Records, ulong Lost, WaitReport Wait, WaitReport Kernel, WaitReport User, WaitReport Other, IReadOnlyList<WaitReport> ByNode,
    IReadOnlyList<PatternReport> Patterns, IReadOnlyList<SharedPageReport> HotPages, IReadOnlyList<Advice> Advice)
{
    /// <summary>Sums up.</summary>
    /// <param name="analysis">The trace.</param>
    /// <param name="pages">How many pages at most.</param>
    public static TraceReport Of(TraceAnalysis analysis, int pages)
    {
        TraceHeader header = analysis.Trace.Header;
        return new TraceReport(
            header.Variant, header.Protocol, analysis.Trace.Records.Count, header.Lost, WaitReport.Of(analysis.Wait), WaitReport.Of(analysis.KernelWait), WaitReport.Of(analysis.UserWait), WaitReport.Of(analysis.OtherWait),
            [.. analysis.WaitByNode.Select(WaitReport.Of)], [.. analysis.Patterns().Select(total => new PatternReport(total.Pattern.Name(), total.Pages, WaitReport.Of(total.Wait)))],
            [.. analysis.Hottest(pages).Select(page => SharedPageReport.Of(analysis, page))], analysis.Advice());
    }
}
