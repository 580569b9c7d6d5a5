using System.Collections.Generic;
using System.Globalization;
using System.Linq;
using Pilevisor.Kernel;
using Pilevisor.Lab.Simulation;
using Pilevisor.Launch.Running;
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
        ulong granted = NodeCounts.Sum(trace.Counts).Misses;
        long joined = Joined(trace);
        long once = waited + ahead - joined;
        List<string> lines =
        [
            Text($"Asking again: {waited:N0} accesses waited and {ahead:N0} pages were asked for ahead; up to {joined:N0} of the accesses were for pages asked for ahead, which leaves {once:N0} requests if each was granted once. The hypervisors were granted {granted:N0}, {(double)((long)granted - once) / once:+0.0 %;-0.0 %} of that; the simulator {times.Grants:N0}, {(double)(times.Grants - once) / once:+0.0 %;-0.0 %}. A hold counts from when the CPU that waited is back in its guest: where the host does not run that machine for longer than a hold just then, the page can leave unused, and the same access asks once more; in virtual time CPUs are never that late. `--hold 20000` for both sides shows what is left without that."),
            Text($"Who comes first: {waited:N0} recorded accesses waited, {times.Faults:N0} did at the recorded times and {gaps.Faults:N0} with the recorded gaps. Nodes get a page in the recorded order, but pages asked for ahead come when they come: where that is another moment, an access finds its page there, or gone."),
            Text($"Joining: an access whose page is under way waits, but asks for nothing. {ahead:N0} pages were asked for ahead, the simulator asked for {times.Prefetches:N0} of them: the others were there already, or under way."),
            Text($"Silent accesses: what stage 2 permits is in no trace. A page that a replay takes from a node at another moment would have been fetched again by accesses that nobody recorded; {local:N0} accesses were granted at once and hint at some of them."),
            "Content: a trace knows no bytes. A page that another node first writes is taken to be all zero until then, one that it first reads is not; home's own writes before that, and pages cleared later, are unknown.",
            "The end: what was under way when the guest powered off has been sent and counted by one side, and not by the other.",
        ];
        if (trace.Header.Lost != 0) lines.Add(Text($"{trace.Header.Lost:N0} records were lost on the way to the host: what they were about was counted, and is not replayed."));
        return lines;
    }

    /// <summary>Accesses that waited for a page that the node had asked for ahead and not used yet: of most of them the request was still under way.</summary>
    private static long Joined(Trace trace)
    {
        HashSet<(NodeId Node, PageNumber Page)> unused = [];
        long joined = 0;
        foreach (TraceRecord record in trace.Records)
        {
            if (record.IsPrefetch) unused.Add((record.Node, record.Page));
            else if (unused.Remove((record.Node, record.Page)) && record.HasWaited) joined++;
        }
        return joined;
    }

    private static string Text(System.FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
