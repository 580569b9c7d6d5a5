using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>What is to be written: the components in build order, and what everything is called.</summary>
internal sealed class Wiring
{
    private readonly Dictionary<Component, string> _fields = [];
    private readonly Dictionary<ServiceKey, string> _properties = [];
    private readonly HashSet<string> _members;

    public Wiring(INamedTypeSymbol image, Compilation compilation, KnownTypes known, IReadOnlyList<Component> built, Boot boot, Component? entry)
    {
        Image = image;
        Known = known;
        Built = built;
        Boot = boot;
        Entry = entry;
        Services = built.SelectMany(c => c.Services).OrderBy(r => r.Order).ToList();
        _members = [image.Name, "KernelMain", GraphWriter.Constant, .. image.GetMembers().Select(m => m.Name)];
        NameMembers();
        Types = new TypeNames(image, compilation, Used());
    }

    public INamedTypeSymbol Image { get; }

    public KnownTypes Known { get; }

    /// <summary>Each after those it needs.</summary>
    public IReadOnlyList<Component> Built { get; }

    /// <summary>How they start.</summary>
    public Boot Boot { get; }

    /// <summary>What runs, if anything does.</summary>
    public Component? Entry { get; }

    /// <summary>In registration order.</summary>
    public IReadOnlyList<Registration> Services { get; }

    public TypeNames Types { get; }

    public string FieldOf(Component component) => _fields[component];

    public string PropertyOf(Registration registration) => _properties[registration.Key];

    public string PropertyOf(ITypeSymbol service) => _properties[new ServiceKey(service, name: null)];

    /// <summary>The property that holds all CPUs' <paramref name="component"/> as <paramref name="service"/>.</summary>
    public string PropertyOf(Component component, ITypeSymbol service) => PropertyOf(component.Services.First(r => KnownTypes.Same(r.Service, service)));

    /// <summary>PerCpu of <paramref name="service"/>.</summary>
    public string PerCpuOf(ITypeSymbol service) => Types.Of(Known.PerCpu!.Construct(service));

    /// <summary>Whether <paramref name="name"/> is a member of the image, so that a type of that name cannot be spelt shortly in an expression.</summary>
    public bool IsMember(string name) => _members.Contains(name);

    private void NameMembers()
    {
        string[] properties = UniqueNames.Assign(Services.Select(r => new Named(r.Service, r.Name)).ToArray(), name => name, _members);
        for (int i = 0; i < properties.Length; i++) _properties.Add(Services[i].Key, properties[i]);
        _members.UnionWith(properties);
        string[] fields = UniqueNames.Assign(Built.Select(c => new Named(c.Type, c.First.NamesMember ? c.First.Name : null)).ToArray(), FieldName, _members);
        for (int i = 0; i < fields.Length; i++) _fields.Add(Built[i], fields[i]);
    }

    /// <summary>Timer is _timer, EL2Timer is _el2Timer, IOMap is _ioMap.</summary>
    private static string FieldName(string name)
    {
        int capitals = name.TakeWhile(char.IsUpper).Count();
        bool startsWord = capitals > 1 && capitals < name.Length && char.IsLower(name[capitals]);
        int lowered = startsWord ? capitals - 1 : capitals;
        return "_" + name.Substring(0, lowered).ToLowerInvariant() + name.Substring(lowered);
    }

    private IEnumerable<ITypeSymbol> Used()
    {
        foreach (Registration registration in Services) yield return registration.Service;
        foreach (Component component in Built)
        {
            yield return component.Type;
            if (component.Source!.ContainingType is { } declarer) yield return declarer;
        }
        if (Built.Any(c => c.Lifetime == Lifetime.PerCpu)) yield return Known.PerCpu!;
        foreach (ITypeSymbol element in Built.SelectMany(c => c.Arguments).Where(a => a.Kind == ArgumentKind.Array).Select(a => a.Service)) yield return element;
        if (Boot.IsAskedFor)
        {
            yield return Known.BootSequence!;
            yield return Known.BootPhase!;
        }
        if (Entry is not null) yield return Known.ImageEntry!;
    }
}
