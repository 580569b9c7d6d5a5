using System;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Pilevisor.Analyzers;

/// <summary>PV3002: a class that implements a policy's contract is named in its own folder only. The Lab, which compares policies as an image chooses one, may name them all.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class NamedPolicyAnalyzer : DiagnosticAnalyzer
{
    private static readonly string[] s_contracts =
    [
        "Pilevisor.Coherence.ICoherenceProtocol", "Pilevisor.Coherence.IPageGeometry", "Pilevisor.Coherence.IPrefetchPolicy", "Pilevisor.Coherence.IRunPolicy", "Pilevisor.Coherence.IHoldPolicy",
        "Pilevisor.Interconnect.ITransport",
    ];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LayeringDiagnostics.PolicyNamed];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.AssemblyName == "Pilevisor.Lab") return;
            ImmutableArray<INamedTypeSymbol> contracts = [.. s_contracts.Select(start.Compilation.GetTypeByMetadataName).OfType<INamedTypeSymbol>()];
            if (contracts.IsEmpty) return;
            ConcurrentDictionary<INamedTypeSymbol, INamedTypeSymbol?> known = new(SymbolEqualityComparer.Default);
            start.RegisterSyntaxNodeAction(node => Check(node, contracts, known), SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        });
    }

    private static void Check(SyntaxNodeAnalysisContext context, ImmutableArray<INamedTypeSymbol> contracts, ConcurrentDictionary<INamedTypeSymbol, INamedTypeSymbol?> known)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (!char.IsUpper(name.Identifier.ValueText[0]) || context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not INamedTypeSymbol type) return;
        if (known.GetOrAdd(type.OriginalDefinition, t => ContractOf(t, contracts)) is not { } contract) return;
        if (type.Locations.Any(l => l.SourceTree is { } tree && IsBelow(name.SyntaxTree, tree))) return;
        context.ReportDiagnostic(Diagnostic.Create(LayeringDiagnostics.PolicyNamed, name.GetLocation(), type.Name, contract.Name));
    }

    /// <summary>The contract of which <paramref name="type"/> is an implementation that an image can choose; an abstract class, which a family of policies shares, is none.</summary>
    private static INamedTypeSymbol? ContractOf(INamedTypeSymbol type, ImmutableArray<INamedTypeSymbol> contracts) =>
        type is { TypeKind: TypeKind.Class, IsAbstract: false } ? contracts.FirstOrDefault(contract => type.AllInterfaces.Contains(contract, SymbolEqualityComparer.Default)) : null;

    private static bool IsBelow(SyntaxTree tree, SyntaxTree home) => Folder(tree).StartsWith(Folder(home), StringComparison.Ordinal);

    private static string Folder(SyntaxTree tree)
    {
        string place = LayerTable.Place(tree);
        return place.Substring(0, place.LastIndexOf('/') + 1);
    }
}
