using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Composition.Generator;

/// <summary>Orders components so that each comes after those it needs; where that leaves a choice, as registered.</summary>
internal static class BuildOrder
{
    /// <returns>All components in order; if some need each other, that has been reported and they are left out.</returns>
    public static List<Component> Sort(IReadOnlyList<Component> components, Report report)
    {
        List<Component> pending = [.. components];
        List<Component> built = [];
        HashSet<Component> done = [];
        while (pending.FirstOrDefault(c => c.Dependencies.All(done.Contains)) is { } next)
        {
            pending.Remove(next);
            done.Add(next);
            built.Add(next);
        }
        ReportCycles(pending, report);
        return built;
    }

    /// <summary>Each cycle is taken out once reported, so that another one is seen too and none is seen twice.</summary>
    private static void ReportCycles(List<Component> stuck, Report report)
    {
        while (FindCycle(stuck) is { } cycle)
        {
            report.Add(cycle[0].First.Attribute, Diagnostics.Cycle, string.Join(" → ", cycle.Append(cycle[0]).Select(c => Report.Name(c.Type))));
            stuck.RemoveAll(cycle.Contains);
        }
    }

    /// <summary>The first cycle among <paramref name="stuck"/>, starting at its earliest registration.</summary>
    private static List<Component>? FindCycle(List<Component> stuck)
    {
        HashSet<Component> finished = [];
        foreach (Component start in stuck)
        {
            List<Component> path = [];
            if (Walk(start, path)) return Rotate(path);
        }
        return null;

        // Leaves the cycle in path if there is one behind component.
        bool Walk(Component component, List<Component> path)
        {
            int seen = path.IndexOf(component);
            if (seen >= 0)
            {
                path.RemoveRange(0, seen);
                return true;
            }
            if (finished.Contains(component)) return false;
            path.Add(component);
            foreach (Component next in component.Dependencies.Where(stuck.Contains))
            {
                if (Walk(next, path)) return true;
            }
            path.RemoveAt(path.Count - 1);
            finished.Add(component);
            return false;
        }
    }

    private static List<Component> Rotate(List<Component> cycle)
    {
        int first = cycle.IndexOf(cycle.OrderBy(c => c.First.Order).First());
        return [.. cycle.Skip(first), .. cycle.Take(first)];
    }
}
