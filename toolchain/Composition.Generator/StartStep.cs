using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>A method that boot calls.</summary>
/// <param name="component">Whose.</param>
/// <param name="method">The method, where it is marked: of a class or of an interface.</param>
/// <param name="phase">The member of BootPhase.</param>
/// <param name="after">What its marks name.</param>
internal sealed class StartStep(Component component, IMethodSymbol method, IFieldSymbol phase, IReadOnlyList<ITypeSymbol> after)
{
    public Component Component => component;

    public IMethodSymbol Method => method;

    public IFieldSymbol Phase => phase;

    public IReadOnlyList<ITypeSymbol> After => after;

    /// <summary>How messages call it.</summary>
    public string Described => $"{Report.Name(component.Type)}.{method.Name}";
}
