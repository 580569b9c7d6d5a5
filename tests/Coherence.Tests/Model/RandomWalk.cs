using System;
using System.Collections.Generic;
using Pilevisor.Kernel;

namespace Pilevisor.Coherence.Tests.Model;

/// <summary>Random schedules, each repeatable from its seed.</summary>
internal static class RandomWalk
{
    private const int DrainBound = 20_000;

    /// <summary>Walks from <paramref name="seeds"/> seeds. A violation is thrown with the shortest trace among all seeds that fail.</summary>
    public static long Run(ModelShape shape, int firstSeed, int seeds, int steps)
    {
        List<ModelStep>? shortest = null;
        string failure = "";
        long messages = 0;
        for (int seed = firstSeed; seed < firstSeed + seeds; seed++)
        {
            List<ModelStep> trace = [];
            try
            {
                messages += Walk(shape, seed, steps, trace);
            }
            catch (Exception violation) when (violation is ModelViolation or PanicException)
            {
                if (shortest is not null && shortest.Count <= trace.Count) continue;
                shortest = trace;
                failure = $"{shape}, seed {seed}: {violation.Message}";
            }
        }
        if (shortest is not null) throw new ModelViolation($"{failure}\n{ModelTrace.Replay(shape, shortest)}");
        return messages;
    }

    private static int Walk(ModelShape shape, int seed, int steps, List<ModelStep> trace)
    {
        Random random = new(seed);
        using ModelCluster cluster = new(shape);
        // Some schedules let messages pile up, some deliver them at once; some are full of evictions, some have few.
        int[] weights = [1 + random.Next(6), 1 + random.Next(6), 1 + random.Next(12), random.Next(4), 1 + random.Next(4)];
        for (int i = 0; i < steps; i++)
        {
            if (!TakeOne(cluster, cluster.Steps(), random, weights, trace)) return cluster.Messages;
        }
        for (int i = 0; i < DrainBound; i++)
        {
            List<ModelStep> rest = cluster.Steps();
            rest.RemoveAll(step => step.Kind is ModelStep.What.Want or ModelStep.What.Evict);
            if (!TakeOne(cluster, rest, random, [1, 1, 1, 0, 1], trace)) return cluster.Messages;
        }
        throw new ModelViolation("the accesses under way do not come to an end");
    }

    private static bool TakeOne(ModelCluster cluster, List<ModelStep> steps, Random random, int[] weights, List<ModelStep> trace)
    {
        int total = 0;
        foreach (ModelStep step in steps) total += weights[(int)step.Kind];
        if (total == 0) return false;
        int chosen = random.Next(total);
        foreach (ModelStep step in steps)
        {
            chosen -= weights[(int)step.Kind];
            if (chosen >= 0) continue;
            trace.Add(step);
            cluster.Take(step);
            return true;
        }
        return false;
    }
}
