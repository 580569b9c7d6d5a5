using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Composition.Generator;

/// <summary>
/// Orders the steps of a phase of boot, for images and for the host: after those a step names, and after those that its component was given, unless one of them names it, directly or through others. Where that leaves a
/// choice, as they were given.
/// </summary>
internal static class PhaseOrder
{
    /// <param name="steps">Of one phase, in build order; those of one component as declared.</param>
    /// <param name="componentOf">Whose step it is.</param>
    /// <param name="named">Which of <paramref name="steps"/> a step names.</param>
    /// <param name="isGiven">Whether a component was given another, directly or through others.</param>
    /// <param name="onCycle">Told of each cycle: each step of it comes after the next.</param>
    public static List<TStep> Sort<TStep, TComponent>(
        IReadOnlyList<TStep> steps, Func<TStep, TComponent> componentOf, Func<TStep, IReadOnlyCollection<TStep>> named, Func<TComponent, TComponent, bool> isGiven, Action<IReadOnlyList<TStep>> onCycle)
        where TStep : class
        where TComponent : class
    {
        Dictionary<TStep, List<TStep>> before = [];
        for (int i = 0; i < steps.Count; i++) before.Add(steps[i], [.. steps.Where((other, place) => ComesBefore(other, place, steps[i], i))]);
        return DependencyOrder.Sort(steps, step => before[step], onCycle);

        bool ComesBefore(TStep other, int otherPlace, TStep step, int place)
        {
            if (componentOf(other) == componentOf(step)) return otherPlace < place;
            return named(step).Contains(other) || (isGiven(componentOf(step), componentOf(other)) && !Names(other, step));
        }

        bool Names(TStep step, TStep earlier)
        {
            HashSet<TStep> seen = [];
            Stack<TStep> pending = new([step]);
            while (pending.Count > 0)
            {
                foreach (TStep next in named(pending.Pop()).Where(seen.Add))
                {
                    if (next == earlier) return true;
                    pending.Push(next);
                }
            }
            return false;
        }
    }
}
