using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>An image and the modules that it imports, directly or not, with everything that they register.</summary>
internal sealed class ModuleGraph
{
    private readonly Dictionary<INamedTypeSymbol, List<INamedTypeSymbol>> _imports = new(SymbolEqualityComparer.Default);
    private readonly List<Registration> _registrations = [];
    private readonly Report _report;

    public ModuleGraph(INamedTypeSymbol image, Report report)
    {
        _report = report;
        Visit(image);
    }

    /// <summary>In registration order: what a class imports before what it registers itself, and both as written.</summary>
    public IReadOnlyList<Registration> Registrations => _registrations;

    /// <summary>Whether what <paramref name="importer"/> registers overrides what <paramref name="module"/> registers: it imports it, but not the other way round.</summary>
    public bool Overrides(INamedTypeSymbol importer, INamedTypeSymbol module) => Reaches(importer, module) && !Reaches(module, importer);

    private bool Reaches(INamedTypeSymbol from, INamedTypeSymbol to)
    {
        HashSet<INamedTypeSymbol> seen = new(SymbolEqualityComparer.Default);
        Stack<INamedTypeSymbol> pending = new(_imports[from]);
        while (pending.Count > 0)
        {
            INamedTypeSymbol module = pending.Pop();
            if (KnownTypes.Same(module, to)) return true;
            if (!seen.Add(module)) continue;
            foreach (INamedTypeSymbol next in _imports[module]) pending.Push(next);
        }
        return false;
    }

    private void Visit(INamedTypeSymbol declarer)
    {
        if (_imports.ContainsKey(declarer)) return;
        List<INamedTypeSymbol> imports = [];
        _imports.Add(declarer, imports);
        List<AttributeData> attributes = declarer.GetAttributes().Where(IsVocabulary).ToList();
        foreach (AttributeData attribute in attributes.Where(a => a.AttributeClass!.MetadataName == KnownNames.Import))
        {
            if (ImportedModule(declarer, attribute) is not { } module) continue;
            imports.Add(module);
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

    private static bool IsVocabulary(AttributeData attribute) => attribute.AttributeClass?.ContainingNamespace.ToDisplayString() == KnownNames.Composition;
}
