using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Spells types in the generated file: by their short names where its using directives make them unambiguous, in full otherwise.</summary>
internal sealed class TypeNames
{
    private static readonly SymbolDisplayFormat Full = SymbolDisplayFormat.FullyQualifiedFormat;
    private readonly INamedTypeSymbol _image;
    private readonly INamespaceSymbol _home;
    private readonly Dictionary<string, INamespaceSymbol> _namespaces = [];

    /// <param name="image">Whose file it is.</param>
    /// <param name="compilation">Where it is compiled.</param>
    /// <param name="used">The types that will be spelt.</param>
    public TypeNames(INamedTypeSymbol image, Compilation compilation, IEnumerable<ITypeSymbol> used)
    {
        _image = image;
        _home = compilation.GetCompilationNamespace(image.ContainingNamespace) ?? image.ContainingNamespace;
        if (_home.IsGlobalNamespace) return;
        foreach (ITypeSymbol type in used) Collect(type, compilation);
    }

    /// <summary>The namespaces of the using directives, sorted.</summary>
    public IEnumerable<string> Usings => _namespaces.Keys.OrderBy(name => name, System.StringComparer.Ordinal);

    /// <summary>The type where only a type can stand.</summary>
    public string Of(ITypeSymbol type)
    {
        if (type is not INamedTypeSymbol { SpecialType: SpecialType.None, IsTupleType: false } named) return type.ToDisplayString(Full);
        string arguments = named.TypeArguments.IsEmpty ? string.Empty : $"<{string.Join(", ", named.TypeArguments.Select(Of))}>";
        if (named.ContainingType is not null) return $"{Of(named.ContainingType)}.{named.Name}{arguments}";
        if (IsUnambiguous(named)) return named.Name + arguments;
        return $"global::{(named.ContainingNamespace.IsGlobalNamespace ? string.Empty : named.ContainingNamespace.ToDisplayString() + ".")}{named.Name}{arguments}";
    }

    private void Collect(ITypeSymbol type, Compilation compilation)
    {
        if (type is not INamedTypeSymbol { SpecialType: SpecialType.None } named) return;
        foreach (ITypeSymbol argument in named.TypeArguments) Collect(argument, compilation);
        // The compilation's own symbol of a namespace has the types of all assemblies, the type's only those of its own.
        INamespaceSymbol? space = compilation.GetCompilationNamespace(named.ContainingNamespace);
        if (space is null or { IsGlobalNamespace: true } || KnownTypes.Same(space, _home)) return;
        _namespaces[space.ToDisplayString()] = space;
    }

    /// <summary>Lookup as C# does it: the image's nested types, its namespace, then the using directives, which stand inside that namespace.</summary>
    private bool IsUnambiguous(INamedTypeSymbol type)
    {
        if (_home.IsGlobalNamespace || !_image.GetTypeMembers(type.Name).IsEmpty) return false;
        if (type.ContainingNamespace.ToDisplayString() == _home.ToDisplayString()) return true;
        bool isHidden = _home.GetMembers(type.Name).Any();
        return !isHidden && _namespaces.Values.Count(space => !space.GetTypeMembers(type.Name, type.Arity).IsEmpty) == 1;
    }
}
