using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Composition.Generator;

/// <summary>Orders things so that each comes after those it needs; where that leaves a choice, as they were given.</summary>
internal static class DependencyOrder
{
    /// <param name="items">What to order.</param>
    /// <param name="needs">Which of <paramref name="items"/> come before one.</param>
    /// <param name="onCycle">Told of each cycle once: each of it needs the next, and the last the first, which is the earliest of <paramref name="items"/>.</param>
    /// <returns>All in order, without those that need each other.</returns>
    public static List<T> Sort<T>(IReadOnlyList<T> items, Func<T, IEnumerable<T>> needs, Action<IReadOnlyList<T>> onCycle)
        where T : class
    {
        List<T> pending = [.. items];
        List<T> sorted = [];
        HashSet<T> done = [];
        while (pending.FirstOrDefault(item => needs(item).All(done.Contains)) is { } next)
        {
            pending.Remove(next);
            done.Add(next);
            sorted.Add(next);
        }
        // Each cycle is taken out once reported, so that another one is seen too and none is seen twice.
        while (FindCycle(pending, needs) is { } cycle)
        {
            onCycle(cycle);
            pending.RemoveAll(cycle.Contains);
        }
        return sorted;
    }

    /// <summary>The first cycle among <paramref name="stuck"/>, starting at its earliest.</summary>
    private static List<T>? FindCycle<T>(List<T> stuck, Func<T, IEnumerable<T>> needs)
        where T : class
    {
        HashSet<T> finished = [];
        foreach (T start in stuck)
        {
            List<T> path = [];
            if (Walk(start, path)) return Rotate(path, stuck);
        }
        return null;

        // Leaves the cycle in path if there is one behind item.
        bool Walk(T item, List<T> path)
        {
            int seen = path.IndexOf(item);
            if (seen >= 0)
            {
                path.RemoveRange(0, seen);
                return true;
            }
            if (finished.Contains(item)) return false;
            path.Add(item);
            foreach (T next in needs(item).Where(stuck.Contains))
            {
                if (Walk(next, path)) return true;
            }
            path.RemoveAt(path.Count - 1);
            finished.Add(item);
            return false;
        }
    }

    private static List<T> Rotate<T>(List<T> cycle, List<T> order)
    {
        int first = cycle.IndexOf(cycle.OrderBy(item => order.IndexOf(item)).First());
        return [.. cycle.Skip(first), .. cycle.Take(first)];
    }
}
