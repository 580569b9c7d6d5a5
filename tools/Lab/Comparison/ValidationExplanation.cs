using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pilevisor.Lab.Simulation;
using Pilevisor.Launch.Traces;

namespace Pilevisor.Lab.Comparison;

/// <summary>Where the differences between a recorded run and its replay come from, with the figures of this one.</summary>
internal static class ValidationExplanation
{
    public static IReadOnlyList<string> Of(Trace trace, SimCounts times, SimCounts gaps)
    {
        int waited = trace.Records.Count(record => record.HasWaited);
        int local = trace.Records.Count(record => record.IsAccess && !record.HasWaited);
        int ahead = trace.Records.Count(record => record.IsPrefetch);
        List<string> lines =
        [
            Text($"Who comes first: {waited:N0} recorded accesses waited, {times.Faults:N0} did at the recorded times and {gaps.Faults:N0} with the recorded gaps. Where two nodes want a page in the same moment, the simulator's order of requests, and so who gets a copy first, is another one."),
            Text($"Joining: an access whose page is under way waits, but asks for nothing. {ahead:N0} pages were asked for ahead, the simulator asked for {times.Prefetches:N0} of them: the others were there already, or under way."),
            Text($"Silent accesses: what stage 2 permits is in no trace. A page that a replay takes from a node at another moment would have been fetched again by accesses that nobody recorded; {local:N0} accesses were granted at once and hint at some of them."),
            "Content: a trace knows no bytes. A page that another node first writes is taken to be all zero until then, one that it first reads is not; home's own writes before that, and pages cleared later, are unknown.",
            "The end: what was under way when the guest powered off has been sent and counted by one side, and not by the other.",
        ];
        if (trace.Header.Lost != 0) lines.Add(Text($"{trace.Header.Lost:N0} records were lost on the way to the host: what they were about was counted, and is not replayed."));
        return lines;
    }

    private static string Text(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
