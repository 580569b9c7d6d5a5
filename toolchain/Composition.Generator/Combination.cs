using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Whether the implementations that an image chooses go together, as far as they say what they need of each other.</summary>
internal static class Combination
{
    public static void Check(IReadOnlyList<Registration> registrations, Report report)
    {
        foreach (Registration registration in registrations)
        {
            foreach (AttributeData need in registration.Implementation.GetAttributes().Where(ModuleGraph.IsVocabulary))
            {
                bool isMost = need.AttributeClass!.MetadataName == KnownNames.RequiresAtMost;
                if (!isMost && need.AttributeClass.MetadataName != KnownNames.RequiresAtLeast) continue;
                Registration? other = registrations.FirstOrDefault(r => KnownTypes.Same(r.Service, need.AttributeClass.TypeArguments[0]));
                if (other is not null) Check(registration, need, isMost, other, report);
            }
        }
    }

    private static void Check(Registration registration, AttributeData need, bool isMost, Registration other, Report report)
    {
        if (need.ConstructorArguments.Length != 3 || need.ConstructorArguments[0].Value is not string constant || need.ConstructorArguments[1].Value is not int bound || need.ConstructorArguments[2].Value is not string reason) return;
        if (other.Implementation.GetMembers(constant).OfType<IFieldSymbol>().FirstOrDefault(f => f.HasConstantValue) is not { ConstantValue: int value }) return;
        if (isMost ? value <= bound : value >= bound) return;
        report.Add(registration.Attribute, Diagnostics.DoesNotGoWith, Report.Name(registration.Implementation), Report.Name(other.Implementation), constant, value.ToString(), bound.ToString(), isMost ? "most" : "least", reason);
    }
}
