using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Chooses the one registration of each service and name: an importer's overrides those of its modules, and one must be left.</summary>
internal static class RegistrationSelector
{
    /// <returns>One registration a service and name, in registration order.</returns>
    public static List<Registration> Select(INamedTypeSymbol image, ModuleGraph graph, Report report)
    {
        List<Registration> selected = [];
        foreach (IGrouping<ServiceKey, Registration> rivals in graph.Registrations.GroupBy(r => r.Key))
        {
            List<Registration> left = rivals.Where(r => !rivals.Any(other => graph.Overrides(other.Declarer, r.Declarer))).ToList();
            selected.Add(left[left.Count - 1]);
            if (left.Count == 1) continue;
            string declarers = string.Join(" and by ", left.Select(r => $"'{Report.Name(r.Declarer)}' (as '{Report.Name(r.Implementation)}')"));
            report.Add(left[left.Count - 1].Attribute, Diagnostics.AmbiguousRegistration, left[0].Described, declarers, Report.Name(image));
        }
        return selected.OrderBy(r => r.Order).ToList();
    }
}
