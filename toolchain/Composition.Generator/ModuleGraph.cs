using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>An image and the modules that it imports, directly or not, with everything that they register.</summary>
internal sealed class ModuleGraph
{
    private readonly ImportGraph<INamedTypeSymbol> _imports = new((IEqualityComparer<INamedTypeSymbol>)SymbolEqualityComparer.Default);
    private readonly List<Registration> _registrations = [];
    private readonly Report _report;

    public ModuleGraph(INamedTypeSymbol image, Report report)
    {
        _report = report;
        Visit(image);
    }

    /// <summary>In registration order: what a class imports before what it registers itself, and both as written.</summary>
    public IReadOnlyList<Registration> Registrations => _registrations;

    /// <summary>Whether what <paramref name="importer"/> registers overrides what <paramref name="module"/> registers.</summary>
    public bool Overrides(INamedTypeSymbol importer, INamedTypeSymbol module) => _imports.Overrides(importer, module);

    private void Visit(INamedTypeSymbol declarer)
    {
        if (!_imports.TryAdd(declarer)) return;
        List<AttributeData> attributes = declarer.GetAttributes().Where(IsVocabulary).ToList();
        foreach (AttributeData attribute in attributes.Where(a => a.AttributeClass!.MetadataName == KnownNames.Import))
        {
            if (ImportedModule(declarer, attribute) is not { } module) continue;
            _imports.AddImport(declarer, module);
            Visit(module);
        }
        foreach (AttributeData attribute in attributes) Register(declarer, attribute);
    }

    private INamedTypeSymbol? ImportedModule(INamedTypeSymbol importer, AttributeData attribute)
    {
        ITypeSymbol type = attribute.AttributeClass!.TypeArguments[0];
        if (type.TypeKind == TypeKind.Error)
        {
            _report.LeaveToCompiler();
            return null;
        }
        if (type is INamedTypeSymbol module && module.GetAttributes().Any(a => IsVocabulary(a) && a.AttributeClass!.MetadataName == KnownNames.Module)) return module;
        _report.Add(attribute, Diagnostics.UnknownModule, Report.Name(importer), Report.Name(type));
        return null;
    }

    private void Register(INamedTypeSymbol declarer, AttributeData attribute)
    {
        string kind = attribute.AttributeClass!.MetadataName;
        if (kind is not (KnownNames.SingletonOpen or KnownNames.SingletonSelf or KnownNames.Singleton or KnownNames.PerCpuSelf or KnownNames.PerCpuOf)) return;
        ITypeSymbol[] types = kind == KnownNames.SingletonOpen
            ? [.. attribute.ConstructorArguments.Select(a => a.Value).OfType<ITypeSymbol>()]
            : [.. attribute.AttributeClass.TypeArguments];
        if (types.Length == 0 || types.Any(type => type.TypeKind == TypeKind.Error))
        {
            _report.LeaveToCompiler();
            return;
        }
        Lifetime lifetime = kind is KnownNames.PerCpuSelf or KnownNames.PerCpuOf ? Lifetime.PerCpu : Lifetime.Singleton;
        _registrations.Add(new Registration(declarer, types[0], types[types.Length - 1], lifetime, attribute, _registrations.Count));
    }

    internal static bool IsVocabulary(AttributeData attribute) => attribute.AttributeClass?.ContainingNamespace.ToDisplayString() == KnownNames.Composition;
}
