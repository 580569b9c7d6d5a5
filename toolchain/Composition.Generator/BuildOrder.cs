using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Composition.Generator;

/// <summary>Orders components so that each comes after those it needs; where that leaves a choice, as registered.</summary>
internal static class BuildOrder
{
    /// <returns>All components in order; if some need each other, that has been reported and they are left out.</returns>
    public static List<Component> Sort(IReadOnlyList<Component> components, Report report) => DependencyOrder.Sort(
        components.OrderBy(c => c.First.Order).ToList(),
        component => component.Dependencies,
        cycle => report.Add(cycle[0].First.Attribute, Diagnostics.Cycle, string.Join(" → ", cycle.Append(cycle[0]).Select(c => Report.Name(c.Type)))));
}
