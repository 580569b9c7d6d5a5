using System;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Pilevisor.Analyzers;

/// <summary>PV3004: on the ways that every fault and every message takes, a panic's text is made in a method of its own, which is not inlined. What runs at boot only may do as it likes.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class WarmPanicTextAnalyzer : DiagnosticAnalyzer
{
    /// <summary>What faults and messages run through.</summary>
    private static readonly string[] s_ways =
    [
        "src/Coherence/", "src/Interconnect/Delivery/", "src/Interconnect/Frames/", "src/Interconnect/Transports/", "src/Drivers/Virtio/VirtioNet", "src/Drivers/Virtio/VirtQueue", "src/Kernel/Interrupts/Waits",
        "src/Kernel/Locks/", "src/Kernel/Time/", "src/Kernel/Memory/Stage2",
    ];

    private static readonly string[] s_bootMethods = ["Initialize", "Connect", "Register", "Load"];

    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [LayeringDiagnostics.WarmPanicText];

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(Check, SyntaxKind.InvocationExpression);
    }

    private static void Check(SyntaxNodeAnalysisContext context)
    {
        var call = (InvocationExpressionSyntax)context.Node;
        string callee = call.Expression is MemberAccessExpressionSyntax access ? access.Name.Identifier.Text : call.Expression.ToString();
        if (callee is not ("Fail" or "Refuse")) return;
        if (!call.ArgumentList.Arguments.Any(a => a.Expression.DescendantNodesAndSelf().Any(node => node is InterpolatedStringExpressionSyntax))) return;
        string place = LayerTable.Place(call.SyntaxTree);
        if (!s_ways.Any(way => place.StartsWith(way, StringComparison.Ordinal))) return;
        MemberDeclarationSyntax member = call.Ancestors().OfType<MemberDeclarationSyntax>().First();
        if (IsNotInlined(member) || IsForBoot(member)) return;
        context.ReportDiagnostic(Diagnostic.Create(LayeringDiagnostics.WarmPanicText, call.GetLocation(), NameOf(member)));
    }

    private static bool IsNotInlined(MemberDeclarationSyntax member) => member.AttributeLists.ToString().Contains("MethodImplOptions.NoInlining");

    private static bool IsForBoot(MemberDeclarationSyntax member) =>
        member is ConstructorDeclarationSyntax || member.AttributeLists.ToString().Contains("Starts(") || (member is MethodDeclarationSyntax named && s_bootMethods.Contains(named.Identifier.Text));

    private static string NameOf(MemberDeclarationSyntax member) => member switch
    {
        MethodDeclarationSyntax method => method.Identifier.Text,
        PropertyDeclarationSyntax property => property.Identifier.Text,
        _ => member.Kind().ToString(),
    };
}
