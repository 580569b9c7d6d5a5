using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Orders the steps of each phase, as <see cref="PhaseOrder"/> says.</summary>
internal sealed class StartOrder(INamedTypeSymbol image, ComponentTable table, IReadOnlyList<StartStep> steps, Report report)
{
    private readonly Dictionary<StartStep, List<StartStep>> _named = [];
    private readonly Dictionary<Component, HashSet<Component>> _given = [];

    /// <returns>The phases that have steps, in order, each with its steps in order.</returns>
    public List<KeyValuePair<IFieldSymbol, List<StartStep>>> Sort()
    {
        foreach (StartStep step in steps) _named.Add(step, [.. step.After.SelectMany(type => Named(step, type))]);
        return [.. steps.GroupBy(s => s.Phase, (IEqualityComparer<IFieldSymbol>)SymbolEqualityComparer.Default).OrderBy(g => Place(g.Key)).Select(Sorted)];
    }

    private KeyValuePair<IFieldSymbol, List<StartStep>> Sorted(IGrouping<IFieldSymbol, StartStep> phase) => new(phase.Key, PhaseOrder.Sort(
        [.. phase], step => step.Component, step => _named[step], (component, other) => Given(component).Contains(other),
        cycle => report.Add(cycle[0].Component.First.Attribute, Diagnostics.StartCycle, string.Join(" → ", cycle.Append(cycle[0]).Select(s => s.Described)))));

    /// <summary>The steps that <paramref name="type"/> names: those in the same phase, since what started in earlier ones has.</summary>
    private IEnumerable<StartStep> Named(StartStep step, ITypeSymbol type)
    {
        List<StartStep> found = [.. steps.Where(s => KnownTypes.Same(s.Component.Type, type) || s.Component.Services.Any(r => KnownTypes.Same(r.Service, type)))];
        string? mistake = null;
        if (found.Count == 0) mistake = table.FindAll(type).Count == 0 && table.FindUnregistered(type) is null ? $"which '{Report.Name(image)}' does not have" : "which nothing starts";
        else if (found.All(s => Place(s.Phase) > Place(step.Phase))) mistake = $"which starts later, in {found[0].Phase.Name}";
        if (mistake is not null) report.Add(step.Component.First.Attribute, Diagnostics.UnknownPredecessor, step.Described, Report.Name(type), mistake);
        return found.Where(s => KnownTypes.Same(s.Phase, step.Phase) && s != step);
    }

    private HashSet<Component> Given(Component component)
    {
        if (_given.TryGetValue(component, out HashSet<Component> known)) return known;
        HashSet<Component> all = [];
        foreach (Component dependency in component.Dependencies)
        {
            all.Add(dependency);
            all.UnionWith(Given(dependency));
        }
        _given.Add(component, all);
        return all;
    }

    private static int Place(IFieldSymbol phase) => System.Convert.ToInt32(phase.ConstantValue, System.Globalization.CultureInfo.InvariantCulture);
}
