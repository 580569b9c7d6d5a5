using System;
using System.Collections.Generic;
using System.Linq;
using Pilevisor.Lab.Model;

namespace Pilevisor.Lab.Checking;

/// <summary>
/// Looks for a fair schedule under which an access never completes. For each CPU, take the states in which its access is under way and the ways between them. A schedule that stays there for ever ends up in one strongly
/// connected component; it is fair if every process to which a step is owed takes one in it, or cannot in some state of it (weak fairness). Such a component exists if and only if some access may starve.
/// </summary>
internal sealed class StarvationSearch(StateGraph graph, ModelProcesses processes)
{
    /// <summary>An example; null if every access completes.</summary>
    public Counterexample? Find()
    {
        WaysByState ways = new(graph);
        for (int cpu = 0; cpu < processes.Cpus; cpu++)
        {
            uint bit = 1u << cpu;
            StrongComponents components = new(ways, state => (graph.Situations[state].Waiting & bit) != 0);
            int[]? starving = components.Find(component => IsFair(component, ways, components));
            if (starving is not null) return Example(cpu, starving, ways, components);
        }
        return null;
    }

    private bool IsFair(int[] component, WaysByState ways, StrongComponents components)
    {
        ulong always = ulong.MaxValue;
        ulong taken = 0;
        bool hasWay = false;
        foreach (int state in component)
        {
            always &= graph.Situations[state].Enabled;
            foreach ((int to, ModelStep step) in ways.From(state))
            {
                if (!components.AreTogether(state, to)) continue;
                hasWay = true;
                if (processes.Of(step) >= 0) taken |= 1ul << processes.Of(step);
            }
        }
        return hasWay && (always & ~taken) == 0;
    }

    /// <summary>
    /// The way into the component, then a loop in it that is fair: for each process it takes a step of it, or comes by a state in which the process cannot take one.
    /// </summary>
    private Counterexample Example(int cpu, int[] component, WaysByState ways, StrongComponents components)
    {
        int entry = component.Min();
        List<ModelStep> steps = graph.PathTo(entry);
        int loop = steps.Count;
        int at = entry;
        ulong settled = ~graph.Situations[entry].Enabled;
        void Take(int to, ModelStep step)
        {
            at = to;
            steps.Add(step);
            settled |= ~graph.Situations[to].Enabled;
            if (processes.Of(step) >= 0) settled |= 1ul << processes.Of(step);
        }
        while (~settled != 0)
        {
            ulong process = ~settled & settled + 1;
            foreach ((int to, ModelStep step) in Walk(at, (to, step) => IsSettled(process, to, step), ways, components)) Take(to, step);
        }
        if (at != entry || steps.Count == loop)
        {
            foreach ((int to, ModelStep step) in Walk(at, (to, _) => to == entry, ways, components)) Take(to, step);
        }
        string what = $"{processes.CpuName(cpu)} may wait for ever, although every message is delivered and every hold ends: the steps from {loop + 1} on can be repeated without end";
        return new Counterexample(what, steps, loop);
    }

    private bool IsSettled(ulong process, int to, ModelStep step) =>
        (graph.Situations[to].Enabled & process) == 0 || (processes.Of(step) >= 0 && 1ul << processes.Of(step) == process);

    /// <summary>The shortest walk inside a component whose last step is wanted.</summary>
    private static List<(int To, ModelStep Step)> Walk(int from, Func<int, ModelStep, bool> isWanted, WaysByState ways, StrongComponents components)
    {
        Dictionary<int, (int Parent, ModelStep Step)> reached = [];
        Queue<int> queue = new([from]);
        while (queue.TryDequeue(out int state))
        {
            foreach ((int to, ModelStep step) in ways.From(state))
            {
                if (!components.AreTogether(state, to)) continue;
                if (isWanted(to, step))
                {
                    List<(int, ModelStep)> walk = [(to, step)];
                    for (int back = state; back != from; back = reached[back].Parent) walk.Add((back, reached[back].Step));
                    walk.Reverse();
                    return walk;
                }
                if (to != from && reached.TryAdd(to, (state, step))) queue.Enqueue(to);
            }
        }
        throw new InvalidOperationException("a strongly connected component is not connected");
    }
}
