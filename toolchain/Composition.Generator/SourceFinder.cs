using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace Pilevisor.Composition.Generator;

/// <summary>
/// Finds where a registration's object comes from: the member it names, or the member that another registration names for the same class, or else the only
/// constructor of that class.
/// </summary>
internal sealed class SourceFinder(CSharpCompilation compilation, INamedTypeSymbol image, IReadOnlyList<Registration> registrations, Report report)
{
    private readonly Dictionary<Registration, ISymbol?> _found = [];

    /// <returns>A constructor, a method, a property or a field; null if there is none that can be used, which has been reported.</returns>
    public ISymbol? Find(Registration registration)
    {
        if (!_found.TryGetValue(registration, out ISymbol? source)) _found.Add(registration, source = Search(registration));
        return source;
    }

    /// <summary>The type of what <paramref name="source"/> gives.</summary>
    public static ITypeSymbol? TypeOf(ISymbol? source) => source switch
    {
        IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => constructor.ContainingType,
        IMethodSymbol factory => factory.ReturnType,
        IPropertySymbol property => property.Type,
        IFieldSymbol field => field.Type,
        _ => null,
    };

    private ISymbol? Search(Registration registration)
    {
        if (!IsInjectable(registration)) return null;
        if (!IsAssignable(registration.Implementation, registration.Service))
        {
            report.Add(
                registration.Attribute, Diagnostics.NotAssignable,
                Report.Name(registration.Implementation), Report.Name(registration.Service), Report.Name(registration.Declarer));
            return null;
        }
        if (!registration.NamesMember) return FindShared(registration);
        if (registration.Instance is null) return FindMember(registration, "Factory", registration.Factory!);
        if (registration.Factory is null) return FindMember(registration, "Instance", registration.Instance);
        return Unusable(registration, "Factory", registration.Factory, "the registration names an Instance as well; keep one");
    }

    private bool IsInjectable(Registration registration)
    {
        if (registration.Service.IsReferenceType && registration.Implementation.IsReferenceType) return true;
        ITypeSymbol value = registration.Service.IsReferenceType ? registration.Implementation : registration.Service;
        report.Add(
            registration.Attribute, Diagnostics.NotInjectable, $"A registration of '{Report.Name(registration.Declarer)}'",
            Report.Name(value), "is not a class or an interface; put the value into a class and register that");
        return false;
    }

    /// <summary>One class, one object: what a member gives for this class elsewhere is also what this registration means.</summary>
    private ISymbol? FindShared(Registration registration)
    {
        List<Registration> makers = registrations.Where(r => r.NamesMember && KnownTypes.Same(r.Implementation, registration.Implementation)).ToList();
        if (makers.Count == 0) return FindConstructor(registration);
        if (makers.FirstOrDefault(r => KnownTypes.Same(r.Service, r.Implementation)) is { } itself) return Find(itself);
        if (makers.Select(Find).Distinct(SymbolEqualityComparer.Default).Count() == 1) return Find(makers[0]);
        string members = string.Join(" and by ", makers.Select(r => $"'{Report.Name(r.Declarer)}' ({r.Factory ?? r.Instance})"));
        report.Add(registration.Attribute, Diagnostics.AmbiguousRegistration, Report.Name(registration.Implementation), members, Report.Name(image));
        return null;
    }

    private ISymbol? FindConstructor(Registration registration)
    {
        ITypeSymbol type = registration.Implementation;
        string? obstacle = type switch
        {
            { TypeKind: TypeKind.Interface } => "an interface",
            { TypeKind: not TypeKind.Class } => "no class",
            { IsStatic: true } => "static",
            { IsAbstract: true } => "abstract",
            _ => null,
        };
        if (obstacle is not null)
        {
            report.Add(registration.Attribute, Diagnostics.NotInstantiable, Report.Name(type), Report.Name(registration.Declarer), obstacle);
            return null;
        }
        ImmutableArray<IMethodSymbol> constructors = [.. ((INamedTypeSymbol)type).InstanceConstructors.Where(IsAccessible)];
        if (constructors.Length == 1) return constructors[0];
        report.Add(
            registration.Attribute, Diagnostics.NoUniqueConstructor, Report.Name(type), constructors.Length == 0 ? "no" : $"{constructors.Length}", Report.Name(image));
        return null;
    }

    private ISymbol? FindMember(Registration registration, string role, string name)
    {
        ImmutableArray<ISymbol> members = registration.Declarer.GetMembers(name);
        string kinds = role == "Factory" ? "method" : "property or field";
        if (members.Length != 1) return Unusable(registration, role, name, members.Length == 0 ? $"there is no such {kinds}" : "it is overloaded");
        ISymbol member = members[0];
        bool fits = role == "Factory"
            ? member is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsGenericMethod: false }
            : member is IPropertySymbol { GetMethod: not null, IsIndexer: false } or IFieldSymbol;
        if (!fits) return Unusable(registration, role, name, $"it is not a {kinds}");
        if (!member.IsStatic || member.IsAbstract) return Unusable(registration, role, name, "it is not static, or abstract");
        if (!IsAccessible(member)) return Unusable(registration, role, name, $"'{Report.Name(image)}' has no access to it");
        if (HasRightType(registration, member)) return member;
        report.Add(
            registration.Attribute, Diagnostics.MemberOfWrongType,
            Report.Name(registration.Declarer), name, Report.Name(TypeOf(member)!), Report.Name(registration.Implementation));
        return null;
    }

    private ISymbol? Unusable(Registration registration, string role, string name, string why)
    {
        report.Add(registration.Attribute, Diagnostics.UnusableMember, role, name, Report.Name(registration.Declarer), why);
        return null;
    }

    private bool HasRightType(Registration registration, ISymbol member)
    {
        ITypeSymbol type = TypeOf(member)!;
        return type.NullableAnnotation != NullableAnnotation.Annotated && IsAssignable(type, registration.Implementation);
    }

    private bool IsAssignable(ITypeSymbol from, ITypeSymbol to)
    {
        Conversion conversion = compilation.ClassifyConversion(from, to);
        return conversion.IsIdentity || (conversion.IsImplicit && conversion.IsReference);
    }

    private bool IsAccessible(ISymbol member) => compilation.IsSymbolAccessibleWithin(member, image);
}
