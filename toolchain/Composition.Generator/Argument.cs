using System.Collections.Generic;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>What one parameter is given.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="kind">Which form it takes.</param>
/// <param name="components">The components that are passed: one, several in an array, or none.</param>
/// <param name="service">The service they are passed as.</param>
/// <param name="named">Whether it must be passed by name, since a parameter before it keeps its default.</param>
internal sealed class Argument(IParameterSymbol parameter, ArgumentKind kind, IReadOnlyList<Component> components, ITypeSymbol service, bool named)
{
    public IParameterSymbol Parameter => parameter;

    public ArgumentKind Kind => kind;

    public IReadOnlyList<Component> Components => components;

    public ITypeSymbol Service => service;

    public bool Named => named;
}
