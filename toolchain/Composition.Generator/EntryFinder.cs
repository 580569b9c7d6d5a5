using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;

namespace Pilevisor.Composition.Generator;

/// <summary>Finds the component that runs when the image is built: what is registered as IImageEntry, or else the only one that implements it.</summary>
internal static class EntryFinder
{
    public static Component? Find(INamedTypeSymbol image, KnownTypes known, ComponentTable table, Report report)
    {
        List<Component> candidates = table.Find(known.ImageEntry) is { } registered
            ? [registered]
            : table.Components.Where(c => c.Type.AllInterfaces.Any(i => KnownTypes.Same(i, known.ImageEntry))).ToList();
        if (candidates.Count == 0)
        {
            report.Add(Diagnostics.NoEntry, Report.Name(image));
            return null;
        }
        if (candidates.Count > 1)
        {
            string names = string.Join(", ", candidates.Select(c => $"'{Report.Name(c.Type)}'"));
            report.Add(candidates[1].First.Attribute, Diagnostics.UnusableEntry, Report.Name(image), $"{names} all implement IImageEntry; register one of them as IImageEntry");
            return null;
        }
        if (candidates[0].Lifetime == Lifetime.Singleton) return candidates[0];
        report.Add(candidates[0].First.Attribute, Diagnostics.UnusableEntry, Report.Name(image), $"'{Report.Name(candidates[0].Type)}' is registered per CPU");
        return null;
    }
}
