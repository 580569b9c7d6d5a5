using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Pilevisor.Analyzers;

/// <summary>PV3001: a layer names only what it stands on. It can only name more if its project refers to more, so names are looked at only then.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LayerReferenceAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LayeringDiagnostics.ReferenceUpwards];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterCompilationStartAction(static start =>
        {
            if (LayerTable.LayerOf(start.Compilation.AssemblyName) is not { } layer) return;
            if (start.Compilation.ReferencedAssemblyNames.All(name => LayerTable.LayerOf(name.Name) is not { } other || LayerTable.StandsOn(layer, other))) return;
            start.RegisterSyntaxNodeAction(node => Check(node, layer), SyntaxKind.IdentifierName, SyntaxKind.GenericName);
        });
    }

    private static void Check(SyntaxNodeAnalysisContext context, string layer)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not INamedTypeSymbol type) return;
        if (LayerTable.LayerOf(type.ContainingAssembly?.Name) is not { } other || LayerTable.StandsOn(layer, other)) return;
        context.ReportDiagnostic(Diagnostic.Create(LayeringDiagnostics.ReferenceUpwards, name.GetLocation(), type.Name, other, layer));
    }
}
