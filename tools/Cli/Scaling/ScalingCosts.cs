using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Launch.Live;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Traces.Analysis;

namespace Pilevisor.Cli.Scaling;

/// <summary>Makes of counters, read before and after, and of what was recorded in between, where the time went.</summary>
internal static class ScalingCosts
{
    private const int HotPages = 3;
    private const int FunctionsOfPage = 2;

    /// <summary>The cost of an application.</summary>
    /// <param name="before">What each node had counted when it began.</param>
    /// <param name="after">When it had ended.</param>
    /// <param name="analysis">The recording of it.</param>
    /// <param name="seconds">How long it took.</param>
    public static ScalingCost Of(IReadOnlyDictionary<int, NodeReading> before, IReadOnlyDictionary<int, NodeReading> after, TraceAnalysis analysis, double seconds)
    {
        double time = seconds * analysis.Trace.Header.Nodes.Sum(node => node.Cpus);
        double busy = after.Sum(node => Busy(before[node.Key], node.Value));
        double locks = analysis.HottestFunctions(int.MaxValue).Where(function => LockFunctions.Contain(function.Name)).Sum(function => function.Wait.Nanoseconds / 1e9);
        double user = analysis.UserWait.Nanoseconds / 1e9, kernel = (analysis.Wait.Nanoseconds / 1e9) - user - locks;
        return new ScalingCost(
            Share(busy - locks - kernel - user), Share(time - busy), Share(locks), Share(kernel), Share(user),
            Sum(counts => counts.Misses), Sum(counts => Total(counts.Messages)), Sum(counts => Total(counts.MessageBytes)), analysis.Trace.Header.Lost,
            [.. analysis.Hottest(HotPages).Select(page => new ScalingHotPage(
                page.Page.Value, SharingClassifier.Of(page).Name(), page.Wait.Waits, page.Wait.ShareOf(analysis.Wait), [.. analysis.FunctionsOf(page).Take(FunctionsOfPage).Select(function => function.Name)]))]);

        double Share(double part) => Math.Clamp(part / time, 0, 1);

        ulong Sum(Func<NodeCounts, ulong> value) => after.Aggregate(0ul, (sum, node) => sum + value(node.Value.Counts) - value(before[node.Key].Counts));
    }

    // The guest waits for its console before and after: that is idle time, and longer than the application.
    private static double Busy(NodeReading before, NodeReading after)
    {
        if (before.Status is not { } first || after.Status is not { } last) return 0;
        return ((after.StatusTaken - before.StatusTaken).TotalSeconds * last.Vcpus) - ((last.IdleMicroseconds - first.IdleMicroseconds) / 1e6);
    }

    private static ulong Total(ReadOnlySpan<ulong> values)
    {
        ulong sum = 0;
        foreach (ulong value in values) sum += value;
        return sum;
    }
}
