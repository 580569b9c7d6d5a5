using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>
/// The components of an image, found by service. What comes from the same source is one component: a class that is built under several services, or a
/// member that several registrations name.
/// </summary>
internal sealed class ComponentTable
{
    private readonly Dictionary<ITypeSymbol, Component> _byService = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, Component> _bySource = new(SymbolEqualityComparer.Default);
    private readonly List<Component> _components = [];
    private readonly Report _report;

    public ComponentTable(IEnumerable<Registration> registrations, SourceFinder finder, Report report)
    {
        _report = report;
        foreach (Registration registration in registrations) Add(registration, finder.Find(registration));
    }

    /// <summary>In registration order.</summary>
    public IReadOnlyList<Component> Components => _components;

    public Component? Find(ITypeSymbol? service) => service is not null && _byService.TryGetValue(service, out Component component) ? component : null;

    /// <summary>The component that is built as <paramref name="type"/> but not registered as it, if there is one.</summary>
    public Component? FindUnregistered(ITypeSymbol type) => _components.FirstOrDefault(c => KnownTypes.Same(c.Type, type));

    private void Add(Registration registration, ISymbol? source)
    {
        if (source is not null && _bySource.TryGetValue(source, out Component existing))
        {
            Join(existing, registration);
            return;
        }
        Component component = new(source, SourceFinder.TypeOf(source) ?? registration.Implementation, registration);
        _byService.Add(registration.Service, component);
        _components.Add(component);
        if (source is not null) _bySource.Add(source, component);
    }

    private void Join(Component component, Registration registration)
    {
        _byService.Add(registration.Service, component);
        component.Services.Add(registration);
        if (component.Lifetime == registration.Lifetime) return;
        _report.Add(
            registration.Attribute, Diagnostics.TwoLifetimes, Report.Name(component.Type), Report.Name(component.First.Service), Report.Name(registration.Service));
    }
}
