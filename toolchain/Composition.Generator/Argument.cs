using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>What one parameter is given.</summary>
/// <param name="parameter">The parameter.</param>
/// <param name="kind">Which form it takes.</param>
/// <param name="component">The component that is passed; null for <see cref="ArgumentKind.CpuIndex"/>.</param>
/// <param name="service">The service it is passed as.</param>
/// <param name="named">Whether it must be passed by name, since a parameter before it keeps its default.</param>
internal sealed class Argument(IParameterSymbol parameter, ArgumentKind kind, Component? component, ITypeSymbol service, bool named)
{
    public IParameterSymbol Parameter => parameter;

    public ArgumentKind Kind => kind;

    public Component? Component => component;

    public ITypeSymbol Service => service;

    public bool Named => named;
}
