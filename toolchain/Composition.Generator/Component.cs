using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>An object of the image, or an array of one object a CPU.</summary>
/// <param name="source">Where it comes from: a constructor, a factory method, or the property or field that holds it; null if its registration is unusable.</param>
/// <param name="type">What its source gives.</param>
/// <param name="first">The first of its registrations.</param>
internal sealed class Component(ISymbol? source, ITypeSymbol type, Registration first)
{
    public ISymbol? Source => source;

    public ITypeSymbol Type => type;

    public Registration First => first;

    public Lifetime Lifetime => first.Lifetime;

    /// <summary>What it is registered as.</summary>
    public List<Registration> Services { get; } = [first];

    /// <summary>What its constructor or factory is called with.</summary>
    public List<Argument> Arguments { get; } = [];

    /// <summary>What it needs besides its arguments: the machine's description, for a per-CPU component.</summary>
    public List<Component> Prerequisites { get; } = [];

    /// <summary>Everything that must be built before it.</summary>
    public IEnumerable<Component> Dependencies => Prerequisites.Concat(Arguments.SelectMany(a => a.Components)).Distinct();
}
