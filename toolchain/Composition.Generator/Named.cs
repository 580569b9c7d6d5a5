using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>What a name is made for: a type, and what tells it from others of that type.</summary>
internal readonly struct Named(ITypeSymbol type, string? name)
{
    public ITypeSymbol Type => type;

    public string? Name => name;
}
