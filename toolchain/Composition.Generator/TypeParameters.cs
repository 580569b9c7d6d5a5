using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pilevisor.Composition.Generator;

/// <summary>Whether a generic type may have some type arguments.</summary>
internal static class TypeParameters
{
    /// <summary>Whether <paramref name="arguments"/> satisfy the constraints of <paramref name="definition"/> (C# 8.4.5).</summary>
    public static bool Allow(INamedTypeSymbol definition, ImmutableArray<ITypeSymbol> arguments, Compilation compilation)
    {
        return definition.TypeParameters.All(parameter => Allows(parameter, arguments[parameter.Ordinal]));

        bool Allows(ITypeParameterSymbol parameter, ITypeSymbol argument)
        {
            if (parameter.HasReferenceTypeConstraint && !argument.IsReferenceType) return false;
            if (parameter.HasValueTypeConstraint && !argument.IsValueType) return false;
            if (parameter.HasUnmanagedTypeConstraint && !argument.IsUnmanagedType) return false;
            if (parameter.HasConstructorConstraint && !IsConstructible(argument)) return false;
            return parameter.ConstraintTypes.All(constraint => Fits(argument, Substituted(constraint)));
        }

        bool Fits(ITypeSymbol argument, ITypeSymbol constraint) =>
            ((CSharpCompilation)compilation).ClassifyConversion(argument, constraint) is { IsImplicit: true } conversion && (conversion.IsIdentity || conversion.IsReference || conversion.IsBoxing);

        ITypeSymbol Substituted(ITypeSymbol constraint) => constraint switch
        {
            ITypeParameterSymbol other => arguments[other.Ordinal],
            INamedTypeSymbol { IsGenericType: true } generic => generic.OriginalDefinition.Construct([.. generic.TypeArguments.Select(Substituted)]),
            _ => constraint,
        };
    }

    private static bool IsConstructible(ITypeSymbol type) =>
        type.IsValueType || (type is INamedTypeSymbol { IsAbstract: false } named && named.InstanceConstructors.Any(c => c.Parameters.IsEmpty && c.DeclaredAccessibility == Accessibility.Public));
}
