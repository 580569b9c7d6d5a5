using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Pilevisor.Analyzers;

/// <summary>PV3003: src/Kernel/Traps names no contract of a device or board; of the contracts of the machine only those that every exception needs.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class TrapCoreAnalyzer : DiagnosticAnalyzer
{
    private const string TrapCore = "src/Kernel/Traps/";
    private static readonly string[] s_machine = ["src/Kernel/Contracts/", "src/Kernel/Metal/", "src/Kernel/DeviceTree/", "src/Kernel/Registers/"];

    // Which CPU it is, what surrounds a stay outside the guest, and the guest's own registers.
    private static readonly string[] s_needed = ["IProcessor", "IGuestBoundary", "IGuestSimd"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LayeringDiagnostics.DeviceInTrapCore];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.Analyze | GeneratedCodeAnalysisFlags.ReportDiagnostics);
        context.RegisterSyntaxNodeAction(Check, SyntaxKind.IdentifierName, SyntaxKind.GenericName);
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var name = (SimpleNameSyntax)context.Node;
        if (!LayerTable.Place(name.SyntaxTree).StartsWith(TrapCore, StringComparison.Ordinal)) return;
        if (context.SemanticModel.GetSymbolInfo(name, context.CancellationToken).Symbol is not INamedTypeSymbol type || s_needed.Contains(type.Name)) return;
        if (!type.Locations.Any(l => l.SourceTree is { } tree && s_machine.Any(folder => LayerTable.Place(tree).StartsWith(folder, StringComparison.Ordinal)))) return;
        context.ReportDiagnostic(Diagnostic.Create(LayeringDiagnostics.DeviceInTrapCore, name.GetLocation(), type.Name));
    }
}
