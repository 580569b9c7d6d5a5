using System;
using System.Collections.Generic;
using System.Linq;

namespace Pilevisor.Lab;

/// <summary>What ships of a kind, as classes: a new one is found by being there.</summary>
internal static class ShippedClasses
{
    /// <summary>The public classes that are a <typeparamref name="T"/>, from where it is declared, by name.</summary>
    public static IEnumerable<Type> Of<T>() =>
        typeof(T).Assembly.GetExportedTypes()
            .Where(type => type is { IsClass: true, IsAbstract: false } && type.IsAssignableTo(typeof(T)))
            .OrderBy(type => type.Name, StringComparer.Ordinal);

    /// <summary>Those of <paramref name="all"/> that are called by <paramref name="names"/>, with commas between them, or all of them for "all".</summary>
    /// <param name="all">What there is.</param>
    /// <param name="nameOf">What users call one.</param>
    /// <param name="names">The names.</param>
    /// <param name="kind">What users call the kind.</param>
    /// <exception cref="LabException">If there is none of a name: lists those there are.</exception>
    public static IReadOnlyList<T> Named<T>(IReadOnlyList<T> all, Func<T, string> nameOf, string names, string kind)
    {
        if (names.Equals("all", StringComparison.OrdinalIgnoreCase)) return all;
        ILookup<string, T> byName = all.ToLookup(nameOf, StringComparer.OrdinalIgnoreCase);
        return
        [
            .. names.Split(',').Select(name => byName.Contains(name)
                ? byName[name].First()
                : throw new LabException($"there is no {kind} '{name}'; there are {string.Join(", ", all.Select(nameOf))} and 'all' for each of them")),
        ];
    }
}
