using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Pilevisor.Composition.Generator;

/// <summary>What a class must look like so that wiring can be added to it.</summary>
internal static class ImageShape
{
    public static void Check(INamedTypeSymbol image, ClassDeclarationSyntax? declaration, Report report)
    {
        string? obstacle = null;
        if (declaration is null) obstacle = "it is a record";
        else if (!declaration.Modifiers.Any(SyntaxKind.PartialKeyword)) obstacle = "it is not partial";
        else if (image.IsStatic) obstacle = "it is static";
        else if (image.IsGenericType) obstacle = "it is generic";
        else if (image.ContainingType is not null) obstacle = $"it is nested in '{Report.Name(image.ContainingType)}'";
        else if (image.InstanceConstructors.Any(c => !c.IsImplicitlyDeclared)) obstacle = "it declares a constructor";
        if (obstacle is not null) report.Add(Diagnostics.UnusableImage, Report.Name(image), obstacle);
    }
}
