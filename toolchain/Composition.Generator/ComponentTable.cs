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
    private readonly Dictionary<ServiceKey, Component> _byService = [];
    private readonly Dictionary<ISymbol, Component> _bySource = new(SymbolEqualityComparer.Default);
    private readonly List<Component> _components = [];
    private readonly List<Registration> _open;
    private readonly Compilation _compilation;
    private readonly SourceFinder _finder;
    private readonly Report _report;

    public ComponentTable(IReadOnlyList<Registration> registrations, Compilation compilation, SourceFinder finder, Report report)
    {
        _open = [.. registrations.Where(r => r.IsOpen)];
        _compilation = compilation;
        _finder = finder;
        _report = report;
        foreach (Registration registration in registrations.Where(r => !r.IsOpen)) Add(registration, finder.Find(registration));
    }

    /// <summary>In registration order; behind them, in the order they were asked for in, what open registrations gave: asking for one can make it one more.</summary>
    public IReadOnlyList<Component> Components => _components;

    /// <summary>What is registered as <paramref name="service"/>, or else what an open registration gives for it.</summary>
    public Component? Find(ITypeSymbol? service, string? name = null)
    {
        if (service is null) return null;
        if (_byService.TryGetValue(new ServiceKey(service, name), out Component component)) return component;
        return OpenFor(service).FirstOrDefault(r => r.Name == name) is { } open ? Close(open, (INamedTypeSymbol)service) : null;
    }

    /// <summary>What is registered as <paramref name="service"/>, under any name or none, in registration order.</summary>
    public IReadOnlyList<Component> FindAll(ITypeSymbol service)
    {
        foreach (Registration open in OpenFor(service)) Find(service, open.Name);
        return [.. Registrations(service).OrderBy(r => r.Order).Select(r => Find(service, r.Name)!).Distinct()];
    }

    /// <summary>The names under which <paramref name="service"/> is registered.</summary>
    public IReadOnlyList<string> NamesOf(ITypeSymbol service) => [.. Registrations(service).OrderBy(r => r.Order).Select(r => r.Name).OfType<string>()];

    /// <summary>The component that is built as <paramref name="type"/> but not registered as it, if there is one.</summary>
    public Component? FindUnregistered(ITypeSymbol type) => _components.FirstOrDefault(c => KnownTypes.Same(c.Type, type));

    private IEnumerable<Registration> Registrations(ITypeSymbol service) => _components.SelectMany(c => c.Services).Where(r => KnownTypes.Same(r.Service, service));

    private IEnumerable<Registration> OpenFor(ITypeSymbol service) => service is INamedTypeSymbol { IsGenericType: true } generic
        ? _open.Where(r => KnownTypes.Same(((INamedTypeSymbol)r.Service).OriginalDefinition, generic.OriginalDefinition))
        : [];

    private Component Close(Registration open, INamedTypeSymbol service)
    {
        if (open.Close(service, _compilation) is { } closed) return Add(closed, _finder.Find(closed));
        _report.Add(open.Attribute, Diagnostics.OpenDoesNotFit, Report.Name(open.Implementation), Report.Name(open.Service), Report.Name(open.Declarer), Report.Name(service));
        return Add(open.Unusable(service), source: null);
    }

    private Component Add(Registration registration, ISymbol? source)
    {
        if (source is not null && _bySource.TryGetValue(source, out Component existing))
        {
            Join(existing, registration);
            return existing;
        }
        Component component = new(source, SourceFinder.TypeOf(source) ?? registration.Implementation, registration);
        _byService.Add(registration.Key, component);
        _components.Add(component);
        if (source is not null) _bySource.Add(source, component);
        return component;
    }

    private void Join(Component component, Registration registration)
    {
        _byService.Add(registration.Key, component);
        component.Services.Add(registration);
        if (component.Lifetime == registration.Lifetime) return;
        _report.Add(
            registration.Attribute, Diagnostics.TwoLifetimes, Report.Name(component.Type), Report.Name(component.First.Service), Report.Name(registration.Service));
    }
}
