using System;
using System.Collections.Generic;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Tests;

/// <summary>Visits every state, without any reduction, and counts how many there are and how many once nodes have no names.</summary>
internal static class Classes
{
    public static (int States, int Classes) Count(ModelSubject subject, ModelShape shape)
    {
        using ModelCluster cluster = new(subject, shape);
        ModelState named = new(cluster, hasSymmetry: false);
        ModelState nameless = new(cluster, hasSymmetry: true);
        HashSet<UInt128> states = [named.Key()];
        HashSet<UInt128> classes = [nameless.Key()];
        Queue<byte[]> queue = new([named.Save().ToArray()]);
        List<ModelStep> steps = [];
        while (queue.TryDequeue(out byte[]? state))
        {
            named.Restore(state);
            cluster.GetSteps(steps);
            foreach (ModelStep step in steps)
            {
                named.Restore(state);
                cluster.Take(step);
                if (!states.Add(named.Key())) continue;
                classes.Add(nameless.Key());
                queue.Enqueue(named.Save().ToArray());
            }
        }
        return (states.Count, classes.Count);
    }
}
