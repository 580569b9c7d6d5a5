using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Finds what components start with: their methods that are marked [Starts], and those of their bases and interfaces.</summary>
internal sealed class StepFinder(Compilation compilation, INamedTypeSymbol image, KnownTypes known, Report report)
{
    /// <returns>In build order; of one component, as declared.</returns>
    public List<StartStep> Find(IEnumerable<Component> built) => [.. built.SelectMany(Find)];

    private IEnumerable<StartStep> Find(Component component)
    {
        if (known.Starts is null) yield break;
        foreach (IMethodSymbol method in Methods(component.Type))
        {
            if (method.GetAttributes().FirstOrDefault(a => KnownTypes.Same(a.AttributeClass, known.Starts)) is not { } mark) continue;
            if (Phase(mark) is not { } phase) report.LeaveToCompiler();
            else if (Obstacle(method) is { } obstacle) report.Add(component.First.Attribute, Diagnostics.UnusableStep, $"{Report.Name(method.ContainingType)}.{method.Name}", obstacle);
            else yield return new StartStep(component, method, phase, [.. method.GetAttributes().Where(IsAfter).Select(a => a.AttributeClass!.TypeArguments[0])]);
        }
    }

    private static IEnumerable<IMethodSymbol> Methods(ITypeSymbol type)
    {
        for (ITypeSymbol? level = type; level is not null; level = level.BaseType)
        {
            foreach (IMethodSymbol method in level.GetMembers().OfType<IMethodSymbol>()) yield return method;
        }
        foreach (IMethodSymbol method in type.AllInterfaces.SelectMany(i => i.GetMembers()).OfType<IMethodSymbol>()) yield return method;
    }

    private IFieldSymbol? Phase(AttributeData mark) =>
        known.BootPhase!.GetMembers().OfType<IFieldSymbol>().FirstOrDefault(f => mark.ConstructorArguments.Length == 1 && Equals(f.ConstantValue, mark.ConstructorArguments[0].Value));

    private string? Obstacle(IMethodSymbol method) => method switch
    {
        { IsStatic: true } => "it is static",
        { IsGenericMethod: true } => "it is generic",
        { Parameters.Length: > 0 } => "it has parameters",
        { ReturnsVoid: false } => "it returns something",
        _ when !compilation.IsSymbolAccessibleWithin(method, image) => $"'{Report.Name(image)}' has no access to it",
        _ => null,
    };

    private static bool IsAfter(AttributeData attribute) =>
        attribute.AttributeClass is { MetadataName: KnownNames.After } after && after.ContainingNamespace.ToDisplayString() == KnownNames.Kernel;
}
